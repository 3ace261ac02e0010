using RebateFlow.Approval;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Checks;
using RebateFlow.Approval.Enrolments;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Queue;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Rechecks;
using RebateFlow.Approval.Repayments;
using RebateFlow.Approval.Reports;
using RebateFlow.Approval.Tasks;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("approval");
builder.AddDatabase();
builder.AddApproval();
builder.AddMessaging(
    "approval",
    bus =>
    {
        bus.ConsumeInGroups<RiskAssessed, OpenCase>("open-case");
        bus.Consume<PreDeclarationWithdrawn, RecordWithdrawal>("record-withdrawal");
        bus.Consume<SelfInspectionFiled, RecordSelfInspection>("record-self-inspection");
        bus.Consume<RiskReassessed, RecordReassessment>("record-reassessment");
        bus.Consume<PreDeclarationFactsChanged, RecordFactsChanged>("record-facts-changed");
        bus.Consume<PreDeclarationRechecked, RecordRecheck>("record-recheck");
        bus.Consume<GreenChannelEnrolmentChanged, MoveOnEnrolment>("move-on-enrolment");
    }
);

var app = builder.Build();
app.UseServiceDefaults();
app.MapQueue();
ClaimNextCase.Map(app);
GetCase.Map(app);
GetCaseLines.Map(app);
ListMoves.Map(app);
WorkOnChecks.Map(app);
ReadSample.Map(app);
GetReport.Map(app);
ListRepayments.Map(app);
NotePayments.Map(app);
ClaimCase.Map(app);
ReleaseCase.Map(app);
HandOverCase.Map(app);
BulkDecision.Map(app);
PassDoubt.Map(app);
app.MapTasks();
ReturnCase.Map(app);
DecideCase.Map(app);
HoldCase.Map(app);
Letters.Map(app);
app.MapAudit();
app.MapEnrolments();
ListPolicies.Map(app);
DraftPolicy.Map(app);
ActOnPolicyDraft.Map(app);
app.MapErrorQueues();

await app.MigrateDatabaseAsync();
await app.LoadSeedsAsync();
await app.TellPoliciesAsync();
await app.RunAsync();

public partial class Program;
