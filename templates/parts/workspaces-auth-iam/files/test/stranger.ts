/** What a service answers to who says nothing of himself, where others would get this status: the request is not signed. */
export const answerToStranger = (_status: number): number => 403;
