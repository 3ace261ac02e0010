using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// The receipt of an approved filing, verified by a reader that knows the published keys and
/// nothing else of us, and the formal declaration that is made with it.
/// </summary>
public sealed class ReceiptTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_receipt_is_the_same_each_time_and_anyone_can_verify_it()
    {
        var (installation, filing, id) = await ApprovedAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);

        var receipt = await ReceiptAsync(api, id);

        Assert.Equal(receipt, await ReceiptAsync(api, id));
        var read = await VerifyAsync(installation, receipt);
        Assert.True(read.IsValid, read.Exception?.Message);
        Assert.Equal(id.ToString(), read.Claims["sub"]);
        Assert.Equal(filing.Exporter.Uscc, read.Claims["uscc"]);
        Assert.Equal("7800.00", read.Claims["approvedRebate"]);
        Assert.Equal("2029-02-10", read.Claims["declareBy"]);
        var plain = await api.SendAsync(
            HttpMethod.Get,
            $"/v1/pre-declarations/{id}/receipt",
            null,
            ("Accept", "application/json")
        );
        Assert.Equal(Base64UrlEncoder.Decode(receipt.Split('.')[1]), plain.Text);
    }

    [Fact]
    public async Task A_receipt_with_another_amount_does_not_verify()
    {
        var (installation, filing, id) = await ApprovedAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        var parts = (await ReceiptAsync(api, id)).Split('.');
        var richer = Base64UrlEncoder
            .Decode(parts[1])
            .Replace("7800.00", "9900.00", StringComparison.Ordinal);
        var forged = $"{parts[0]}.{Base64UrlEncoder.Encode(richer)}.{parts[2]}";

        Assert.False((await VerifyAsync(installation, forged)).IsValid);
        var refused = await DeclareAsync(api, id, forged, "forged");
        Assert.Equal(
            (HttpStatusCode.BadRequest, "RBF-1041"),
            (refused.Status, refused.ProblemCode)
        );
    }

    [Fact]
    public async Task There_is_no_receipt_before_the_approval_nor_for_another_exporter()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        var path = $"/v1/pre-declarations/{id}/receipt";
        var own = installation.As(filing.Exporter.Bearer, installation.Intake);
        var other = installation.As(shared.NewFiling().Exporter.Bearer, installation.Intake);

        Assert.Equal("RBF-1040", (await own.GetAsync(path)).ProblemCode);
        Assert.Equal("RBF-1042", (await DeclareAsync(own, id, "x.y.z", "k")).ProblemCode);
        Assert.Equal("RBF-1007", (await other.GetAsync(path)).ProblemCode);
        Assert.Equal("RBF-1007", (await DeclareAsync(other, id, "x.y.z", "k")).ProblemCode);
    }

    [Fact]
    public async Task A_formal_declaration_happens_once_and_ends_the_time_to_withdraw()
    {
        var (installation, filing, id) = await ApprovedAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        var receipt = await ReceiptAsync(api, id);

        var first = (await DeclareAsync(api, id, receipt, "a")).Expect(HttpStatusCode.OK);

        Assert.Equal("FORMALLY_DECLARED", first.Json["state"]!.GetValue<string>());
        Assert.Equal(first.Text, (await DeclareAsync(api, id, receipt, "a")).Text);
        Assert.Equal(first.Text, (await DeclareAsync(api, id, receipt, "b")).Text);
        Assert.Equal("RBF-1005", (await DeclareAsync(api, id, "x.y.z", "a")).ProblemCode);
        Assert.Equal("RBF-1041", (await DeclareAsync(api, id, "x.y.z", "c")).ProblemCode);
        Assert.Equal("RBF-0400", (await DeclareAsync(api, id, "x\0y", "d")).ProblemCode);
        var withdrawal = await api.PostAsync(
            $"/v1/pre-declarations/{id}/withdrawal",
            new { kind = "WAIVER", reason = "" }
        );
        Assert.Equal("RBF-1009", withdrawal.ProblemCode);
        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("FORMALLY_DECLARED", seen["state"]!.GetValue<string>());
        Assert.NotNull(seen["formallyDeclaredAt"]);
        Assert.Equal(receipt, await ReceiptAsync(api, id));
        Assert.Equal(
            $"exporter-{filing.Exporter.Uscc}",
            await installation.Intake.Database.QueryAsync<string>(
                $"SELECT declared_by FROM formal_declaration WHERE pre_declaration_id = '{id}'"
            )
        );
    }

    [Fact]
    public async Task Money_released_later_makes_another_receipt_and_leaves_the_declaration()
    {
        var (installation, filing, id) = await ApprovedAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        var first = await ReceiptAsync(api, id);

        await ApproveMoreAsync(installation, id, 7900m);
        Assert.Equal("RBF-1043", (await DeclareAsync(api, id, first, "old")).ProblemCode);
        var second = await ReceiptAsync(api, id);
        (await DeclareAsync(api, id, second, "new")).Expect(HttpStatusCode.OK);
        await ApproveMoreAsync(installation, id, 8000m);

        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("FORMALLY_DECLARED", seen["state"]!.GetValue<string>());
        Assert.Equal("8000.00", seen["decision"]!["approvedRebate"]!.GetValue<string>());
        var third = await VerifyAsync(installation, await ReceiptAsync(api, id));
        Assert.Equal("8000.00", third.Claims["approvedRebate"]);
        Assert.True((await VerifyAsync(installation, first)).IsValid);
    }

    [Fact]
    public async Task After_the_last_day_nothing_can_be_declared()
    {
        var (installation, filing, id) = await ApprovedAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        var receipt = await ReceiptAsync(api, id);
        // The exports of a year whose end has passed, handed in and decided in time.
        await installation.Intake.Database.QueryAsync<int>(
            $"""
            WITH a AS (UPDATE attempt SET submitted_at = '2014-07-01Z'
              WHERE pre_declaration_id = '{id}'),
            p AS (UPDATE pre_declaration SET decided_at = '2014-08-01Z' WHERE id = '{id}')
            UPDATE receipt SET decided_at = '2014-08-01Z', export_dates = '{"{2014-06-01}"}'
            WHERE pre_declaration_id = '{id}'
            RETURNING 1
            """
        );

        var late = await DeclareAsync(api, id, receipt, "late");

        Assert.Equal((HttpStatusCode.Conflict, "RBF-1044"), (late.Status, late.ProblemCode));
        Assert.Contains("2015-04-30", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_development_intake_does_not_start_without_a_key()
    {
        var installation = await shared.GetAsync();
        await using var alone = await installation.CreateIntakeAsync();
        alone.Settings["Environment"] = "Production";
        alone.Settings["Authentication:Authority"] = "https://identity.example";
        alone.Settings.Remove("Webhooks:AllowLoopback");
        alone.Settings.Remove("Receipts:KeyDirectory");

        var refusal = await Assert.ThrowsAnyAsync<Exception>(alone.StartAsync);

        Assert.Contains("Receipts:KeyDirectory", refusal.ToString(), StringComparison.Ordinal);
    }

    private async Task<(Installation, SampleFiling, Guid)> ApprovedAsync()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        await installation.ApproveAsync(opened["id"]!.GetValue<Guid>());
        await installation.StateBecomesAsync(filing, id, "APPROVED");
        return (installation, filing, id);
    }

    private static async Task ApproveMoreAsync(Installation installation, Guid id, decimal amount)
    {
        var message = await installation.PublishAsync(
            "rebateflow.approval.case-decided.v1",
            new
            {
                caseId = (await installation.CaseOfAsync(id))["id"]!.GetValue<Guid>(),
                preDeclarationId = id,
                attemptNo = 1,
                decision = "APPROVED",
                reason = "",
                approvedRebateCny = amount,
                channel = "STANDARD",
                decidedAt = TestClock.Start.AddDays(1),
            }
        );
        await installation.Intake.IsDoneWithAsync(message);
    }

    private static async Task<string> ReceiptAsync(ApiClient api, Guid id)
    {
        var answer = await api.GetAsync($"/v1/pre-declarations/{id}/receipt");
        Assert.Equal("application/jose", answer.Expect(HttpStatusCode.OK).MediaType);
        return answer.Text;
    }

    private static Task<ApiAnswer> DeclareAsync(
        ApiClient api,
        Guid id,
        string receipt,
        string key
    ) =>
        api.PostAsync(
            $"/v1/pre-declarations/{id}/formal-declaration",
            new { receipt },
            ("Idempotency-Key", $"{key}-{id}")
        );

    /// <summary>Microsoft's JWT reader with the key set as it is published.</summary>
    private static async Task<TokenValidationResult> VerifyAsync(
        Installation installation,
        string receipt
    )
    {
        var keys = await new ApiClient(installation.Intake.Address, null).GetAsync(
            "/.well-known/jwks.json"
        );
        return await new JsonWebTokenHandler().ValidateTokenAsync(
            receipt,
            new TokenValidationParameters
            {
                IssuerSigningKeys = new JsonWebKeySet(keys.Text).GetSigningKeys(),
                ValidAlgorithms = ["ES256"],
                ValidTypes = ["rebateflow-receipt+jws"],
                ValidIssuer = "rebateflow",
                ValidateAudience = false,
                RequireExpirationTime = false,
                ValidateLifetime = false,
            }
        );
    }
}
