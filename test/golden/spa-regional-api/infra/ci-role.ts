/** The roles that the deploy workflow takes. An app of its own, deployed by hand once an account; the README has the command. */
import { App } from "aws-cdk-lib";
import { slug, stages } from "./config.ts";
import { addDeployRoles } from "./lib/deploy-roles.ts";

addDeployRoles(new App(), { name: slug, stages, environment: ({ name }) => name });
