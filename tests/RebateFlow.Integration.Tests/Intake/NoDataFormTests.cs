using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// The form on vouchers without electronic information, and the data that come later.
/// </summary>
public sealed class NoDataFormTests(SharedInstallation shared)
{
    private static readonly SampleExporter Exporter = new(71);

    [Fact]
    public async Task The_form_closes_the_wait_and_late_data_bring_the_case_back_without_the_doubt()
    {
        var (installation, filing, id) = await WaitingAsync(7101);

        var answer = await FileAsync(installation, filing, id, filing.CustomsLineNo(1));
        var voucher = answer.Expect(HttpStatusCode.Accepted).Json["vouchers"]![0]!;
        Assert.Equal("CUSTOMS_DECLARATION", voucher["kind"]!.GetValue<string>());
        var first = await installation.CaseOfAsync(id);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        Assert.Equal(["M116"], await CodesAsync(installation, filing, id));

        await installation.FeedAsync("customs-declarations", filing.CustomsRows);
        var second = await installation.CaseOfAsync(id, 2);

        Assert.Equal(first["id"]!.ToString(), second["id"]!.ToString());
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        Assert.Empty(await CodesAsync(installation, filing, id));
        Assert.Equal(
            1L,
            await installation.Intake.Database.CountAsync(
                $"voucher_use WHERE voucher_no = '{filing.CustomsLineNo(1)}' AND quantity = 100"
            )
        );
        Assert.Equal(
            0L,
            await installation.Intake.Database.CountAsync(
                $"awaited_information WHERE pre_declaration_id = '{id}'"
            )
        );
    }

    [Fact]
    public async Task Data_that_speak_against_it_reach_the_officers_as_an_error_nobody_may_pass()
    {
        var (installation, filing, id) = await WaitingAsync(7102);
        await FileAsync(installation, filing, id, filing.CustomsLineNo(1));
        await installation.CaseOfAsync(id);

        await installation.FeedAsync(
            "customs-declarations",
            (filing with { VoucherQuantity = 60m }).CustomsRows
        );
        await installation.CaseOfAsync(id, 2);

        Assert.Contains("M104", await CodesAsync(installation, filing, id));
        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("BLOCKED", seen["feedback"]!["outcome"]!.GetValue<string>());
        Assert.Equal(
            0L,
            await installation.Intake.Database.CountAsync(
                $"voucher_use WHERE voucher_no = '{filing.CustomsLineNo(1)}'"
            )
        );
    }

    [Fact]
    public async Task An_approved_filing_claims_its_voucher_when_the_data_arrive()
    {
        var (installation, filing, id) = await WaitingAsync(7103);
        await FileAsync(installation, filing, id, filing.CustomsLineNo(1));
        await installation.CaseOfAsync(id);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        await installation.Intake.Database.ExecuteAsync(
            $"UPDATE pre_declaration SET state = 'APPROVED' WHERE id = '{id}'"
        );

        await installation.FeedAsync("customs-declarations", filing.CustomsRows);

        await Eventually.EqualAsync(
            1L,
            () =>
                installation.Intake.Database.CountAsync(
                    $"voucher_use WHERE voucher_no = '{filing.CustomsLineNo(1)}'"
                )
        );
        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("APPROVED", seen["state"]!.GetValue<string>());
        Assert.Equal(1, seen["attemptNo"]!.GetValue<int>());
    }

    [Fact]
    public async Task Only_vouchers_that_are_missing_go_on_the_form()
    {
        var (installation, filing, id) = await WaitingAsync(7104);

        var wrong = await FileAsync(installation, filing, id, filing.CustomsLineNo(7));
        wrong.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("RBF-1002", wrong.ProblemCode);
        Assert.Contains("vouchers[0].voucherNo", wrong.Text, StringComparison.Ordinal);
        var empty = await As(installation, filing)
            .PostAsync(Address(id), new { vouchers = Array.Empty<object>() });
        Assert.Equal("RBF-1002", empty.ProblemCode);
        var stranger = await installation
            .As(new SampleExporter(72).Bearer, installation.Intake)
            .PostAsync(Address(id), Body(filing.CustomsLineNo(1)));
        Assert.Equal("RBF-1007", stranger.ProblemCode);

        await installation.WithdrawAsync(filing, id, "ERROR");
        var late = await FileAsync(installation, filing, id, filing.CustomsLineNo(1));
        Assert.Equal("RBF-1070", late.ProblemCode);
    }

    [Fact]
    public async Task A_voucher_is_on_the_form_of_one_standing_filing_only()
    {
        var (installation, filing, id) = await WaitingAsync(7105);
        var twin = filing with { Serial = 7106, VoucherSerial = 7105, BatchNo = 106 };
        await installation.FeedAsync("vat-invoices", twin.InvoiceRows);
        var twinId = await installation.SubmitAsync(twin);
        await installation.StateBecomesAsync(twin, twinId, "AWAITING_DATA");

        (await FileAsync(installation, filing, id, filing.CustomsLineNo(1))).Expect(
            HttpStatusCode.Accepted
        );
        var second = await FileAsync(installation, twin, twinId, filing.CustomsLineNo(1));
        Assert.Equal("RBF-1071", second.ProblemCode);

        await installation.WithdrawAsync(filing, id, "ERROR");
        (await FileAsync(installation, twin, twinId, filing.CustomsLineNo(1))).Expect(
            HttpStatusCode.Accepted
        );
        var form = await As(installation, twin).GetAsync(Address(twinId));
        Assert.Single(form.Expect(HttpStatusCode.OK).Json["vouchers"]!.AsArray());
    }

    private async Task<(Installation Installation, SampleFiling Filing, Guid Id)> WaitingAsync(
        int serial
    )
    {
        var installation = await shared.GetAsync();
        await installation.FeedReferenceAsync(Exporter);
        var filing = new SampleFiling(Exporter, serial) { BatchNo = serial - 7000 };
        await installation.FeedAsync("vat-invoices", filing.InvoiceRows);
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "AWAITING_DATA");
        return (installation, filing, id);
    }

    private static Task<ApiAnswer> FileAsync(
        Installation installation,
        SampleFiling filing,
        Guid id,
        string customsLineNo
    ) => As(installation, filing).PostAsync(Address(id), Body(customsLineNo));

    private static ApiClient As(Installation installation, SampleFiling filing) =>
        installation.As(filing.Exporter.Bearer, installation.Intake);

    private static string Address(Guid id) => $"/v1/pre-declarations/{id}/no-data-form";

    private static object Body(string customsLineNo) =>
        new
        {
            vouchers = new[]
            {
                new
                {
                    kind = "CUSTOMS_DECLARATION",
                    voucherNo = customsLineNo,
                    reason = "口岸未传输结关信息",
                },
            },
        };

    private static async Task<IEnumerable<string>> CodesAsync(
        Installation installation,
        SampleFiling filing,
        Guid id
    )
    {
        var doubts = await As(installation, filing).GetAsync($"/v1/pre-declarations/{id}/doubts");
        return doubts.Expect(HttpStatusCode.OK).Json["items"]!
            .AsArray()
            .Select(item => item!["code"]!.GetValue<string>());
    }
}
