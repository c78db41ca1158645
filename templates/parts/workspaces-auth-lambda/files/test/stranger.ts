/** What a service answers to who says nothing of himself: he brings no key. */
export const answerToStranger = 401;
