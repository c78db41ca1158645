/** The zone of this service's host. An app of its own, deployed by hand once a stage; the README has the command. */

import { addDelegatedZone } from "@shared/constructs/delegated-zone.ts";
import { addressOf } from "@shared/constructs/service-address.ts";
import { App } from "aws-cdk-lib";
import { findStage, service } from "./config.ts";

const app = new App();
const stage = findStage(app.node.tryGetContext("stage"));
addDelegatedZone(app, stage, service, addressOf(stage, service).host);
