/** A package that projects install and this repository does not: its own types are checked in the projects. */
declare module "aws4fetch";
