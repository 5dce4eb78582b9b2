//! The table of diagnostic codes: each code is stable once released, and has a page.
//!
//! The pages lie in `docs/codes`: what the code means, an example that gives it, one that does
//! not, and how to mend the first. `tests/codes.rs` runs the examples. This file must not know who
//! raises a code.

/// Declares the codes: a variant, and the code that people see, which is the name of its page.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// The stable code of a kind of diagnostic.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as people see it.
            pub fn text(self) -> &'static str {
                match self { $(Code::$name => $text),* }
            }

            /// Its page, as Markdown: the first line is `# CODE: title`.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!("../../docs/codes/", $text, ".md"))),*
                }
            }
        }
    };
}

impl Code {
    /// What it is about, in a few words: the title of its page.
    pub fn title(self) -> &'static str {
        let heading = self.page().lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }

    /// The address of its page, for tools that link to it.
    pub fn link(self) -> String {
        format!("{}/blob/main/docs/codes/{}.md", env!("CARGO_PKG_REPOSITORY"), self.text())
    }

    /// The code that people write as `text`, in capitals or not.
    pub fn named(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.text().eq_ignore_ascii_case(text))
    }
}

// E01: texts, files and the command line. E02: names. E03: packages. E04: values. E05: Kubernetes.
// E06: tests. E07: the API server's rules on one object. E08: rules across objects. W09: lint.
codes! {
    /// A part of a file could not be read.
    Syntax = "E0101",
    /// A file, directory or stream could not be read or written.
    File = "E0102",
    /// The command line or a setting is not usable.
    Usage = "E0103",
    /// A name that nothing declares.
    UnresolvedName = "E0201",
    /// A selected field or element that does not exist.
    UndefinedField = "E0202",
    /// A declared name that nothing uses.
    Unused = "E0203",
    /// Two declarations that exclude each other, such as one alias declared twice.
    Redeclared = "E0204",
    /// A package that cannot be found or loaded.
    Import = "E0301",
    /// Packages that import each other.
    ImportCycle = "E0302",
    /// A dependency that cannot be settled: unknown, missing, in two versions, not in the lock.
    Dependency = "E0303",
    /// Modules that depend on each other.
    DependencyCycle = "E0304",
    /// Content that is not what its digest says, or that could do harm where it is unpacked.
    Integrity = "E0305",
    /// A registry or a repository that does not answer, or refuses.
    Registry = "E0306",
    /// A module that is written in a newer version of the language.
    LanguageVersion = "E0307",
    /// An import path that two modules offer.
    AmbiguousImport = "E0308",
    /// Values that exclude each other.
    Conflict = "E0401",
    /// A value of another type than is asked for.
    WrongType = "E0402",
    /// A value outside a bound or refused by a validator.
    OutOfBound = "E0403",
    /// A required field with no value.
    MissingField = "E0404",
    /// A field that a closed struct does not have.
    FieldNotAllowed = "E0405",
    /// A disjunction of which no arm is left.
    EmptyDisjunction = "E0406",
    /// A struct that contains itself without end.
    StructuralCycle = "E0407",
    /// A value that is not concrete where it must be.
    Incomplete = "E0408",
    /// A value that depends on itself.
    Cycle = "E0409",
    /// An operation on operands that it does not take.
    Operand = "E0410",
    /// A call with arguments that the function does not take.
    Argument = "E0411",
    /// An error raised by `error()` or `_|_`.
    User = "E0412",
    /// A limit of work, depth or size was reached.
    Limit = "E0413",
    /// Two Kubernetes objects of one name.
    DuplicateManifest = "E0502",
    /// A Kubernetes object of a kind that nothing is known of.
    UnknownKind = "E0503",
    /// A field that the schema of a kind does not have.
    UnknownField = "E0504",
    /// A value of another type than the schema of a kind asks for.
    SchemaType = "E0505",
    /// A field that a kind needs.
    MissingValue = "E0506",
    /// A string that is none of those of an enumeration.
    UnsupportedValue = "E0507",
    /// A value that is outside of its range, or does not have its form.
    InvalidValue = "E0508",
    /// Two elements of a list that have to differ.
    DuplicateValue = "E0509",
    /// A built-in kind that the release does not serve.
    NotServed = "E0510",
    /// A rule of a custom resource definition that an object breaks.
    CelRule = "E0511",
    /// A rule of a custom resource definition that could not be run.
    SkippedRule = "E0512",
    /// A custom resource definition that cannot be used.
    BrokenDefinition = "E0513",
    /// An inline test that does not hold.
    Test = "E0601",
    /// The name of a Kubernetes object is not one of its kind.
    ObjectName = "E0701",
    /// A label has no proper key or value.
    Label = "E0702",
    /// An annotation, finalizer or owner that the API server refuses.
    Annotation = "E0703",
    /// A label selector that selects nothing sensible.
    Selector = "E0704",
    /// A selector that does not select the pods of its own template.
    SelectorMismatch = "E0705",
    /// Numbers or a strategy of a workload that the API server refuses.
    Workload = "E0706",
    /// A restart policy that does not go with the workload.
    RestartPolicy = "E0707",
    /// A pod specification that the API server refuses.
    Pod = "E0708",
    /// A container that the API server refuses.
    Container = "E0709",
    /// A port of a container that the API server refuses.
    ContainerPort = "E0710",
    /// An environment variable that the API server refuses.
    Env = "E0711",
    /// A volume or a mount that the API server refuses.
    Volume = "E0712",
    /// Requests or limits that the API server refuses.
    Resources = "E0713",
    /// A probe or a lifecycle hook that the API server refuses.
    Probe = "E0714",
    /// Affinity, tolerations or spreading that the API server refuses.
    Scheduling = "E0715",
    /// A security context that the API server refuses.
    SecurityContext = "E0716",
    /// A Job or CronJob that the API server refuses.
    Job = "E0717",
    /// A schedule that no CronJob runs by.
    CronSchedule = "E0718",
    /// A Service that the API server refuses.
    Service = "E0719",
    /// An Ingress that the API server refuses.
    Ingress = "E0720",
    /// A NetworkPolicy that the API server refuses.
    NetworkPolicy = "E0721",
    /// An autoscaler that the API server refuses.
    Autoscaler = "E0722",
    /// A PodDisruptionBudget that the API server refuses.
    DisruptionBudget = "E0723",
    /// A claim, volume or class of storage that the API server refuses.
    Storage = "E0724",
    /// Data of a ConfigMap or Secret that the API server refuses.
    ConfigData = "E0725",
    /// A role or binding that the API server refuses.
    Rbac = "E0726",
    /// A quota or limit range that the API server refuses.
    Quota = "E0727",
    /// A PriorityClass that the API server refuses.
    PriorityClass = "E0728",
    /// A webhook that the API server refuses.
    Webhook = "E0729",
    /// A namespace on an object that belongs to none.
    ClusterScope = "E0730",
    /// A Service that selects no pods.
    ServiceSelectsNothing = "E0801",
    /// A Service that leads to a port which its pods do not have.
    TargetPort = "E0802",
    /// A Service that leads to a port which no container declares.
    UndeclaredPort = "E0803",
    /// A ConfigMap that does not exist.
    MissingConfigMap = "E0804",
    /// A Secret that does not exist.
    MissingSecret = "E0805",
    /// A key that a ConfigMap or Secret does not have.
    MissingKey = "E0806",
    /// A PersistentVolumeClaim that does not exist.
    MissingClaim = "E0807",
    /// Pods that share a volume which one node mounts.
    SharedClaim = "E0808",
    /// A ServiceAccount that does not exist.
    MissingServiceAccount = "E0809",
    /// A role that does not exist.
    MissingRole = "E0810",
    /// A PriorityClass that does not exist.
    MissingPriorityClass = "E0811",
    /// A namespace that is not written.
    MissingNamespace = "E0812",
    /// An autoscaler of something that does not exist.
    ScaleTarget = "E0813",
    /// Two autoscalers of one workload.
    ScaledTwice = "E0814",
    /// An autoscaler by the share of what is not requested.
    UtilizationWithoutRequest = "E0815",
    /// Replicas that an autoscaler sets as well.
    ReplicasScaled = "E0816",
    /// A route to a Service or port that does not exist.
    MissingBackend = "E0817",
    /// Two routes of one host and path.
    RouteTwice = "E0818",
    /// A certificate from a Secret of another type.
    TlsSecret = "E0819",
    /// A certificate for a host that is not served.
    TlsHost = "E0820",
    /// A PodDisruptionBudget that selects no pods.
    BudgetSelectsNothing = "E0821",
    /// Two budgets on one pod.
    BudgetsOverlap = "E0822",
    /// A budget that lets no pod go.
    BudgetBlocks = "E0823",
    /// A NetworkPolicy that selects no pods.
    PolicySelectsNothing = "E0824",
    /// A NetworkPolicy for a port that no pod has.
    PolicyPort = "E0825",
    /// A StatefulSet whose Service does not name its pods.
    GoverningService = "E0826",
    /// A StatefulSet whose Service is not headless.
    NotHeadless = "E0827",
    /// A probe of a port that the container does not have.
    ProbePort = "E0828",
    /// Two workloads that select each other's pods.
    OverlappingSelectors = "E0829",
    /// Two Services on one port of the nodes.
    NodePortTwice = "E0830",
    /// A Service whose variables disturb a program.
    ServiceVariables = "E0831",
    /// A gateway, listener or subset that does not exist.
    MissingGateway = "E0832",
    /// A route into another namespace that is not granted.
    MissingGrant = "E0833",
    /// A custom resource that refers to something which does not exist.
    MissingTarget = "E0834",
    /// A hidden field or definition that nothing refers to.
    UnusedHidden = "W0901",
    /// A field of an open struct that is nearly called as a declared one.
    Misspelt = "W0902",
    /// A label that hides an import.
    HiddenImport = "W0903",
    /// A constraint that no value fulfils.
    Unfulfillable = "W0904",
    /// A default that is never taken.
    UnreachableDefault = "W0905",
    /// What is said twice in the same words.
    Repeated = "W0906",
}
