import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

/** A thing that breaks in a way worth waking somebody for. */
export interface Watch {
  /** Name of the alarm within the stack. */
  id: string;
  /** What the alarm's e-mail says. */
  description: string;
  metric: IMetric;
  /** The alarm goes off above this value. Default 0. */
  above?: number;
}

export interface MonitoringProps {
  watches: Watch[];
  /** Graphs of the dashboard, by title. */
  graphs: Record<string, IMetric[]>;
  /** Gets the alarms; empty for none. */
  email: string;
}

/** Alarms that go to one topic, and a dashboard. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { watches, graphs, email }: MonitoringProps) {
    super(scope, id);
    const action = new SnsAction(this.topic(email));
    for (const watch of watches) {
      const alarm = new Alarm(this, watch.id, {
        metric: watch.metric,
        alarmDescription: watch.description,
        threshold: watch.above ?? 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    const widgets = Object.entries(graphs).map(
      ([title, left]) => new GraphWidget({ title, left, width: 12, liveData: true }),
    );
    new Dashboard(this, "Dashboard", { defaultInterval: Duration.hours(12), widgets: [widgets] });
  }

  private topic(email: string): Topic {
    const topic = new Topic(this, "Topic", { enforceSSL: true });
    // A topic policy replaces the default one, which lets the alarms of the account publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (email) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

/** The sum of a metric over several sources, for one alarm instead of one each. `label` is one lower-case word. */
export function sumOf(metrics: IMetric[], label: string): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${label}${index}`, metric]));
  return new MathExpression({
    // A source without data in a period counts as 0; added up with +, it would hide the others.
    expression: `SUM([${Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`)}])`,
    usingMetrics,
    label,
    period: Duration.minutes(5),
  });
}
