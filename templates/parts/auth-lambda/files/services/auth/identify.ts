import type { Caller } from "./caller.ts";
import { keyCaller } from "./key-caller.ts";

/** Who a credential stands for: an API key for the caller that it was made for, anything else for nobody. */
export const identify = (credential: string): Promise<Caller | undefined> => keyCaller(credential);
