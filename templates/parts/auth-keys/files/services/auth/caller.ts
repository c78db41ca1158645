/** Who calls, and what they may do. */
export interface Caller {
  principal: string;
  scopes: string[];
}
