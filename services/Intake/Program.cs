using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake;
using RebateFlow.Intake.Attachments;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Enterprises;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.Outcomes;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Repayments;
using RebateFlow.Intake.SelfInspections;
using RebateFlow.Intake.Settlements;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Withdrawals;
using RebateFlow.Intake.Worlds;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("intake");
builder.AddDatabase();
builder.AddWorlds();
builder.AddMessaging(
    "intake",
    bus =>
    {
        bus.ConsumeInGroups<PreDeclarationSubmitted, CheckPreDeclaration>(
            CheckPreDeclaration.QueueName
        );
        bus.ConsumeInGroups<CaseOpened, RecordCaseOpened>("record-case-opened");
        bus.Consume<CaseDecided, RecordDecision>("record-decision");
        bus.Consume<RepaymentChanged, RecordRepayment>("record-repayment");
        bus.Consume<CaseHoldChanged, RecordHold>("record-hold");
        bus.Consume<SelfInspectionAsked, RecordSelfInspectionAsked>("record-self-inspection-asked");
        bus.Consume<GreenChannelEnrolmentChanged, RecordEnrolment>("record-enrolment");
    }
);
builder.AddIdempotency(new(Problems.IdempotencyKeyMissing, Problems.IdempotencyKeyReused));
builder.Services.AddFeeds();
builder.Services.AddSingleton<ReferenceSnapshots>();
builder.AddListening();
builder.AddRechecks();
builder.Services.AddSingleton<FeedbackWaiters>();
builder.Services.AddSingleton<SubmissionThrottle>();
builder.Services.AddSingleton<LargeFiles>();
builder.AddAttachments();
builder.AddEnterprises();
builder.AddSettlements();

var app = builder.Build();
app.UseServiceDefaults();
SubmitPreDeclaration.Map(app);
ImportPreDeclaration.Map(app);
SubmitNextAttempt.Map(app);
WithdrawPreDeclaration.Map(app);
GetPreDeclaration.Map(app);
ListPreDeclarations.Map(app);
GetDoubts.Map(app);
GetTemplate.Map(app);
GetRepayments.Map(app);
FileNoDataForm.Map(app);
FileSelfInspection.Map(app);
app.MapPapers();
app.MapEnterprises();
app.MapSettlements();
TakeFeed.Map(app);
app.MapListening();
app.MapWorlds();
app.MapErrorQueues();

await app.MigrateDatabaseAsync(WorldServices.Schemas);
await app.RunAsync();

/// <summary>Intake; public so that tests can start it.</summary>
public partial class Program;
