/** What a service answers to who says nothing of himself: what he has asked for. */
export const answerToStranger = 200;
