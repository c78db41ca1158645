import type { Cloud, Properties } from '../../contract.ts';
import type { Clock } from '../clock.ts';
import type { SigningKeySet } from './tokens/keys.ts';

/** Pools, clients, users and sessions as the room holds them. Times are milliseconds since the epoch. */

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** What a verification code is for; `attribute:email` verifies an address. */
export type CodePurpose = 'sign-up' | 'recovery' | `attribute:${string}`;

export interface VerificationCode {
  code: string;
  expiresAt: number;
  /** The value that an attribute takes once verified, where the pool keeps the old one until then. */
  value?: string;
}

/** What SRP needs of a password; the password itself is not kept. Hexadecimal. */
export interface PasswordVerifier {
  salt: string;
  verifier: string;
  /** A temporary password is good until then. */
  temporaryUntil?: number;
}

export type MfaFactor = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP';

export interface UserMfa {
  /** Base32 secret of a verified authenticator app. */
  secret?: string;
  /** Base32 secret that waits for its first code. */
  pendingSecret?: string;
  deviceName?: string;
  /** Latest 30-second step whose code was taken; a code counts once. */
  lastStep?: number;
  enabled: MfaFactor[];
  preferred?: MfaFactor;
}

export interface User {
  username: string;
  /** With `sub`, `email_verified` and `custom:` names. */
  attributes: Record<string, string>;
  status: UserStatus;
  enabled: boolean;
  createdAt: number;
  modifiedAt: number;
  password?: PasswordVerifier;
  groups: string[];
  mfa: UserMfa;
  codes: Partial<Record<CodePurpose, VerificationCode>>;
}

export interface Group {
  name: string;
  description?: string;
  precedence?: number;
  roleArn?: string;
  createdAt: number;
  modifiedAt: number;
  fromTemplate: boolean;
}

export interface ResourceServer {
  identifier: string;
  name: string;
  scopes: { ScopeName: string; ScopeDescription: string }[];
  fromTemplate: boolean;
}

export interface Pool {
  id: string;
  arn: string;
  name: string;
  region: string;
  fromTemplate: boolean;
  createdAt: number;
  modifiedAt: number;
  /** As in CreateUserPool: `Policies`, `LambdaConfig`, `UsernameAttributes`, `MfaConfiguration`, ... */
  settings: Properties;
  users: Map<string, User>;
  groups: Map<string, Group>;
  resourceServers: Map<string, ResourceServer>;
  keys: SigningKeySet;
}

export interface Client {
  id: string;
  secret?: string;
  poolId: string;
  name: string;
  fromTemplate: boolean;
  createdAt: number;
  modifiedAt: number;
  /** As in CreateUserPoolClient: `ExplicitAuthFlows`, `CallbackURLs`, ... */
  settings: Properties;
}

/** A domain of a pool, the host of its hosted login. */
export interface Domain {
  /** The prefix, or the whole name of a custom domain. */
  domain: string;
  host: string;
  poolId: string;
  /** True for managed login (version 2), whose pages need a style for each client; false for the classic hosted UI. */
  managedLogin: boolean;
  /** Key of its site. */
  key: string;
  title: string;
}

/** What one sign-in began; every token of it carries its id as `origin_jti`. */
export interface Session {
  id: string;
  poolId: string;
  clientId: string;
  username: string;
  /** Milliseconds; `auth_time` of the tokens. */
  authenticatedAt: number;
  scopes: string[];
  /** Began at the hosted login. */
  hosted: boolean;
  nonce?: string;
  revoked: boolean;
  expiresAt: number;
}

export interface RefreshToken {
  sessionId: string;
  expiresAt: number;
}

/** All that the operations work on. */
export interface Room {
  cloud: Cloud;
  clock: Clock;
  /** By id. */
  pools: Map<string, Pool>;
  clients: Map<string, Client>;
  domains: Domain[];
  /** Ids of the clients to which a branding style is assigned. */
  branded: Set<string>;
  sessions: Map<string, Session>;
  refreshTokens: Map<string, RefreshToken>;
  /** Steps of sign-ins that wait for an answer, by session string or secret block. */
  challenges: Map<string, Challenge>;
  /** Latest messages, newest last. */
  outbox: Message[];
  /** State that lives as long as the process: one secret for what the room signs for itself. */
  secret: Buffer;
}

export interface Challenge {
  name: string;
  poolId: string;
  clientId: string;
  username: string;
  expiresAt: number;
  used: boolean;
  /** What the challenge needs besides: SRP's ephemeral numbers, an expected code. */
  data: Record<string, string>;
}

export interface Message {
  at: number;
  pool: string;
  to: string;
  subject: string;
  text: string;
  code?: string;
}
