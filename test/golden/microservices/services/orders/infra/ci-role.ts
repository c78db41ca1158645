/** The roles that this service's workflow takes. An app of its own, deployed by hand once an account; the README has the command. */

import { addDeployRoles } from "@shared/constructs/deploy-roles.ts";
import { App } from "aws-cdk-lib";
import { service, slug, stages } from "./config.ts";

addDeployRoles(new App(), {
  name: `${slug}-${service}`,
  stages,
  environment: ({ name }) => `${service}-${name}`,
});
