import { AwsError } from '../../aws-error.ts';

/** Errors of the user pools API in the service's words (API reference and observed answers, 2026). */

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

export const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);

export const missingMember = (member: string): AwsError =>
  invalidParameter(
    `1 validation error detected: Value null at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );

export const missingParameter = (name: string): AwsError =>
  invalidParameter(`Missing required parameter ${name}`);

export const wrongPassword = (): AwsError => notAuthorized('Incorrect username or password.');

export const noSuchUser = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');

/** What sign-up and recovery say where the pool does not hide who exists. */
export const noSuchUserAndClient = (): AwsError =>
  new AwsError('UserNotFoundException', 'Username/client id combination not found.');

export const userNotConfirmed = (): AwsError =>
  new AwsError('UserNotConfirmedException', 'User is not confirmed.');

export const userDisabled = (): AwsError => notAuthorized('User is disabled.');

export const codeMismatch = (): AwsError =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');

export const codeExpired = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

export const noSuchPool = (id: string): AwsError =>
  new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);

export const noSuchClient = (id: string): AwsError =>
  new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`);

export const noSuchGroup = (): AwsError => new AwsError('ResourceNotFoundException', 'Group not found.');

export const aliasExists = (attribute: string): AwsError =>
  new AwsError('AliasExistsException', `An account with the ${attribute} already exists.`);

export const usernameExists = (message = 'User already exists'): AwsError =>
  new AwsError('UsernameExistsException', message);
