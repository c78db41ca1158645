/**
 * By this header of the origin, which is no header of visitors, a function at the edge knows where the copy of the site is:
 * it has no environment variables.
 */
export const standbyHeader = "x-standby";
