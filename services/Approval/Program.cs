using RebateFlow.Approval;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("approval");
builder.AddDatabase();
builder.AddApproval();
builder.AddMessaging(
    "approval",
    bus =>
    {
        bus.Consume<RiskAssessed, OpenCase>("open-case");
        bus.Consume<PreDeclarationWithdrawn, RecordWithdrawal>("record-withdrawal");
    }
);

var app = builder.Build();
app.UseServiceDefaults();

await app.MigrateDatabaseAsync();
await app.LoadSeedsAsync();
await app.RunAsync();

public partial class Program;
