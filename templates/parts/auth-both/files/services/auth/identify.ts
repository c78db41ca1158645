import { CognitoJwtVerifier } from "aws-jwt-verify";
import { JwtBaseError } from "aws-jwt-verify/error";
import { readKey } from "./api-key.ts";
import type { Caller } from "./caller.ts";
import { keyCaller } from "./key-caller.ts";

const { USER_POOL_ID = "", CLIENT_ID = "" } = process.env;
const verifier = CognitoJwtVerifier.create({
  userPoolId: USER_POOL_ID,
  clientId: CLIENT_ID,
  tokenUse: "access",
});

/** Who a credential stands for. Its shape tells an API key, in two parts, from a token of a person, in three. */
export async function identify(credential: string): Promise<Caller | undefined> {
  if (readKey(credential)) return keyCaller(credential);
  try {
    const { sub, scope } = await verifier.verify(credential);
    return { principal: sub, scopes: scope.split(" ") };
  } catch (error) {
    // Only what is wrong with the token is a refusal; a user pool out of reach is a failure.
    if (error instanceof JwtBaseError && error.name !== "FetchError") return undefined;
    throw error;
  }
}
