using RebateFlow.Console;
using RebateFlow.Console.Audit;
using RebateFlow.Console.Demo;
using RebateFlow.Console.Messages;
using RebateFlow.Console.Seeding;

Verb[] verbs =
[
    new("seed", "put reference data, watchlist and enrolments in place", SeedInstallation.RunAsync),
    new("demo", "hand in the sample filings and compare with what they expect", RunDemo.RunAsync),
    new("messages", "work parked messages, announce enrolments again", WorkErrorQueues.RunAsync),
    new("audit", "verify the audit trails and case files", WorkOnAudit.RunAsync),
];
return await Verbs.RunAsync(verbs, args);
