/**
 * Just enough of SST's globals for `tsc` on a clone where `sst install` has not run. The full check against SST's own
 * types: `npx sst install --stage ci && npx tsc -p infra/tsconfig.json`.
 */
type Output<Value> = { readonly output: Value };
type Input<Value> = Value | Output<Value>;
type Component = new (name: string, options?: Readonly<Record<string, unknown>>) => object;

interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly Input<string>[];
}

interface FunctionOptions {
  readonly bundle: string;
  readonly handler: string;
  readonly runtime: string;
  readonly architecture: "arm64" | "x86_64";
  readonly memory: string;
  readonly timeout: string;
  readonly concurrency?: { readonly reserved: number };
  readonly logging: { readonly retention: string; readonly format: string };
  readonly environment: Readonly<Record<string, Input<string>>>;
  readonly transform?: { readonly function: Readonly<Record<string, unknown>> };
  readonly permissions: readonly Permission[];
}

declare namespace sst {
  class Secret {
    constructor(name: string, placeholder?: string);
    readonly value: Output<string>;
  }
  namespace aws {
    class Dynamo {
      constructor(name: string, options: Readonly<Record<string, unknown>>);
      readonly name: Output<string>;
      readonly arn: Output<string>;
    }
    class Queue {
      constructor(name: string, options?: Readonly<Record<string, unknown>>);
      readonly url: Output<string>;
      readonly arn: Output<string>;
      readonly nodes: { readonly queue: { readonly name: Output<string> } };
      subscribe(subscriber: FunctionOptions, options: Readonly<Record<string, unknown>>): unknown;
    }
    class Bucket {
      constructor(name: string, options: Readonly<Record<string, unknown>>);
      readonly name: Output<string>;
      readonly domain: Output<string>;
      readonly arn: Output<string>;
    }
    class ApiGatewayV2 {
      constructor(name: string, options: Readonly<Record<string, unknown>>);
      readonly url: Output<string>;
      readonly nodes: { readonly api: { readonly id: Output<string> } };
      route(route: string, handler: FunctionOptions): void;
    }
    class Router {
      constructor(name: string, options: Readonly<Record<string, unknown>>);
      readonly url: Output<string>;
      route(path: string, url: Output<string>): void;
    }
    class CronV2 {
      constructor(name: string, options: { readonly schedule: string; readonly function: FunctionOptions });
    }
    const StaticSite: Component;
  }
}

declare namespace aws {
  namespace sns {
    class Topic {
      constructor(name: string);
      readonly arn: Output<string>;
    }
    const TopicSubscription: Component;
  }
  namespace s3 {
    const BucketServerSideEncryptionConfigurationV2: Component;
  }
  namespace cloudwatch {
    const MetricAlarm: Component;
  }
  namespace budgets {
    const Budget: Component;
  }
}

declare const $app: { readonly stage: string };
declare function $interpolate(parts: TemplateStringsArray, ...values: Input<string>[]): Output<string>;
declare function $config<Config extends { app(input: { readonly stage: string }): unknown; run(): unknown }>(
  config: Config,
): Config;
