using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring;
using RebateFlow.RiskScoring.Filings;
using RebateFlow.RiskScoring.Findings;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.RiskScoring.Peers;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Screening;
using RebateFlow.RiskScoring.Simulation;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.RiskScoring.Watchlist.Imports;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("risk");
builder.AddDatabase();
builder.AddMessaging(
    "risk",
    bus =>
    {
        bus.ConsumeInGroups<PreDeclarationCleared, ScorePreDeclaration>("score-pre-declaration");
        bus.Consume<CaseDecided, RecordDecision>("record-decision");
        bus.Consume<GreenChannelPolicyChanged, RecordPolicy>("record-policy");
        bus.Consume<GreenChannelEnrolmentChanged, RecordEnrolment>("record-enrolment");
        bus.Consume<CaseWithheld, RecordWithholding>("record-withholding");
        bus.Consume<CaseChecked, RecordCheck>("record-check");
        bus.Consume<PreDeclarationWithdrawn, RecordWithdrawal>("record-withdrawal");
    }
);
builder.AddIdempotency(new(Problems.NoIdempotencyKey, Problems.KeyReused));
builder.AddWatchlist();
builder.Services.AddSingleton<RuleSetCache>();
builder.Services.AddSingleton<UnjudgedCount>();
builder.Services.AddSingleton<TakeStep>();
builder.Services.AddSingleton<ImportReview>();
builder.AddRiskReaders();
builder.AddPeerPrices();
builder.AddLearning();
builder.AddRescreening();

var app = builder.Build();
app.UseServiceDefaults();
DraftEntry.Map(app);
ReviseEntry.Map(app);
RetireEntry.Map(app);
ApproveEntry.Map(app);
RejectEntry.Map(app);
GetEntry.Map(app);
EntryImpact.Map(app);
ListEntries.Map(app);
ImportEntries.Map(app);
ReviewImport.Map(app);
ImportImpact.Map(app);
ExportEntries.Map(app);
ScreenParties.Map(app);
ListRuleSets.Map(app);
DraftRuleSet.Map(app);
SimulateRuleSet.Map(app);
ShowSimulation.Map(app);
ShowPrecision.Map(app);
GetAssessment.Map(app);
ReadAssessment.Map(app);
ReplayAssessment.Map(app);
app.MapErrorQueues();

await app.MigrateDatabaseAsync();
await app.InstallRuleSetsAsync();
await app.RunAsync();

public partial class Program;
