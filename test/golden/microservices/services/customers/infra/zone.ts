/** The zone of this service's host. An app of its own, deployed by hand once a stage; the README has the command. */

import { addDelegatedZone } from "@shared/constructs/delegated-zone.ts";
import { App } from "aws-cdk-lib";
import { findStage, service } from "./config.ts";

const app = new App();
addDelegatedZone(app, findStage(app.node.tryGetContext("stage")), service);
