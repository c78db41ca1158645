import { App, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { findStage, slug } from "./config.ts";
import { addStacks } from "./lib/stack.ts";
import { ProjectRules } from "./rules/project-rules.ts";

const app = new App();
const stage = findStage(app.node.tryGetContext("stage"));

addStacks(app, stage);

Tags.of(app).add("project", slug);
Tags.of(app).add("stage", stage.name);
// Every synth fails on a finding that is not fixed, or acknowledged where it arises with a reason.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ProjectRules());
