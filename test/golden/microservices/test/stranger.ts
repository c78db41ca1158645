/** What a service answers to who says nothing of himself, where others would get this status: what he has asked for. */
export const answerToStranger = (status: number): number => status;
