/** What a service answers to who says nothing of himself: the request is not signed. */
export const answerToStranger = 403;
