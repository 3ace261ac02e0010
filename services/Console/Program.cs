using RebateFlow.Console;
using RebateFlow.Console.Demo;
using RebateFlow.Console.Seeding;

Verb[] verbs =
[
    new("seed", "put reference data, watchlist and enrolments in place", SeedInstallation.RunAsync),
    new("demo", "hand in the sample filings and compare with what they expect", RunDemo.RunAsync),
];
return await Verbs.RunAsync(verbs, args);
