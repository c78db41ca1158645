/** What a service answers to who says nothing of himself, where others would get this status: he brings no token. */
export const answerToStranger = (_status: number): number => 401;
