import { passwordKey } from "../edge/password.ts";
import type { SitePart } from "./site-part.ts";

/** The password is set by a command: a template is no place for it. */
export const password: SitePart = { setting: passwordKey };
