/** What a service answers to who says nothing of himself: he brings no token. */
export const answerToStranger = 401;
