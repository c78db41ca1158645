/** A template that CloudFormation would refuse; the message names the stack and the logical id. */
export class AssemblyError extends Error {
  override name = 'AssemblyError';
}
