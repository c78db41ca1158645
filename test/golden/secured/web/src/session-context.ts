import { createContext } from "react";
import type { Session } from "./session.ts";

/** Who is signed in, for whatever shows it. */
export const SessionContext = createContext<Session | undefined>(undefined);
