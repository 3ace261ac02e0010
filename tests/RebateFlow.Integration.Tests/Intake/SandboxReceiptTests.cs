using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// What a sandbox client gets of an approved filing, and that nobody can take it for a real one;
/// the form on missing information, which closes the wait.
/// </summary>
public sealed class SandboxReceiptTests(SharedInstallation shared)
{
    private const string Keys = "/.well-known/jwks.json";
    private const string SandboxKeys = "/.well-known/sandbox-jwks.json";
    private const string SandboxType = "rebateflow-sandbox-receipt+jws";
    private const string SandboxIssuer = "rebateflow#sandbox";

    private static readonly SampleExporter Exporter = new(78);
    private static readonly Bearer Program = new(
        "sandbox-erp-2",
        ["exporter.sandbox"],
        Exporter.Uscc
    );

    [Fact]
    public async Task An_approved_filing_is_declared_formally_with_its_receipt_once()
    {
        var (installation, api) = await OpenAsync();
        var id = await ApprovedAsync(api, "sandbox-receipt");

        var receipt = await ReceiptAsync(api, id);
        var first = (await DeclareAsync(api, id, receipt, "a")).Expect(HttpStatusCode.OK);

        Assert.Equal("FORMALLY_DECLARED", first.Json["state"]!.GetValue<string>());
        Assert.Equal(first.Text, (await DeclareAsync(api, id, receipt, "b")).Text);
        Assert.Equal("RBF-1041", (await DeclareAsync(api, id, "x.y.z", "c")).ProblemCode);
        Assert.Equal(receipt, await ReceiptAsync(api, id));
        var seen = await api.GetAsync($"/v1/pre-declarations/{id}");
        Assert.Equal("FORMALLY_DECLARED", seen.Json["state"]!.GetValue<string>());
        var database = installation.Intake.Database;
        var stored = $"formal_declaration WHERE pre_declaration_id = '{id}'";
        Assert.Equal(1L, await database.CountAsync($"sandbox.{stored}"));
        Assert.Equal(0L, await database.CountAsync($"public.{stored}"));
        Assert.Equal(0L, await database.CountAsync("public.sandbox_receipt_key"));
    }

    [Fact]
    public async Task Its_receipt_verifies_as_one_of_the_sandbox_and_never_as_a_real_one()
    {
        var (installation, api) = await OpenAsync();
        var receipt = await ReceiptAsync(api, await ApprovedAsync(api, "sandbox-verify"));
        var (real, played) = (
            await KeysAsync(installation, Keys),
            await KeysAsync(installation, SandboxKeys)
        );

        var read = await VerifyAsync(receipt, played, SandboxType, SandboxIssuer);
        Assert.True(read.IsValid, read.Exception?.Message);
        Assert.Equal(true, read.Claims["sandbox"]);

        // Each of the three is enough.
        var byKey = await VerifyAsync(receipt, real, SandboxType, SandboxIssuer);
        Assert.IsAssignableFrom<SecurityTokenSignatureKeyNotFoundException>(byKey.Exception);
        var byType = await VerifyAsync(receipt, played, "rebateflow-receipt+jws", SandboxIssuer);
        Assert.IsType<SecurityTokenInvalidTypeException>(byType.Exception);
        var byIssuer = await VerifyAsync(receipt, played, SandboxType, "rebateflow");
        Assert.IsType<SecurityTokenInvalidIssuerException>(byIssuer.Exception);
    }

    [Fact]
    public async Task Another_instance_signs_with_the_same_key()
    {
        var (installation, _) = await OpenAsync();
        await using var peer = installation.CreatePeerOfIntake();
        await peer.StartAsync();

        var there = await new ApiClient(peer.Address, null).GetAsync(SandboxKeys);
        var here = await new ApiClient(installation.Intake.Address, null).GetAsync(SandboxKeys);

        Assert.Equal(here.Expect(HttpStatusCode.OK).Text, there.Text);
        Assert.Single(here.Json["keys"]!.AsArray());
    }

    [Fact]
    public async Task A_real_filing_is_not_declared_with_a_receipt_of_the_sandbox()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        await installation.ApproveAsync(opened["id"]!.GetValue<Guid>());
        await installation.StateBecomesAsync(filing, id, "APPROVED");
        var (_, api) = await OpenAsync();
        var receipt = await ReceiptAsync(api, await ApprovedAsync(api, "sandbox-crossed"));

        var real = installation.As(filing.Exporter.Bearer, installation.Intake);
        var refused = await DeclareAsync(real, id, receipt, "crossed");

        Assert.Equal("RBF-1041", refused.ProblemCode);
        Assert.Equal(
            "RBF-1007",
            (await api.GetAsync($"/v1/pre-declarations/{id}/receipt")).ProblemCode
        );
    }

    [Fact]
    public async Task There_is_no_receipt_before_the_approval()
    {
        var (_, api) = await OpenAsync();
        var id = await SubmitAsync(api, "HELD", "sandbox-held");

        var answer = await api.GetAsync($"/v1/pre-declarations/{id}/receipt");

        Assert.Equal("RBF-1040", answer.ProblemCode);
        Assert.Equal("RBF-1042", (await DeclareAsync(api, id, "x.y.z", "held")).ProblemCode);
    }

    [Fact]
    public async Task The_form_closes_the_wait_and_can_be_filed_by_the_next_run_too()
    {
        var (installation, api) = await OpenAsync();
        var first = await SubmitAsync(api, "WAITING", "sandbox-form-1");
        (await FileAsync(api, first)).Expect(HttpStatusCode.Accepted);
        var second = await SubmitAsync(api, "WAITING", "sandbox-form-2");
        var filed = (await FileAsync(api, second)).Expect(HttpStatusCode.Accepted);

        Assert.Single(filed.Json["vouchers"]!.AsArray());
        var form = await api.GetAsync($"/v1/pre-declarations/{second}/no-data-form");
        Assert.Single(form.Expect(HttpStatusCode.OK).Json["vouchers"]!.AsArray());
        var doubts = await api.GetAsync($"/v1/pre-declarations/{second}/doubts");
        Assert.Equal("M116", doubts.Json["items"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("RBF-1070", (await FileAsync(api, second)).ProblemCode);
        Assert.Equal(["UNDER_REVIEW", "APPROVED"], await StatesAsync(api, second, reads: 2));
        Assert.Equal(
            0L,
            await installation.Intake.Database.CountAsync(
                $"public.no_data_form WHERE uscc = '{Exporter.Uscc}'"
            )
        );
    }

    [Fact]
    public async Task Filings_that_wait_at_once_file_the_same_voucher_each()
    {
        var (_, api) = await OpenAsync();
        var first = await SubmitAsync(api, "WAITING", "sandbox-form-3");
        var second = await SubmitAsync(api, "WAITING", "sandbox-form-4");

        (await FileAsync(api, first)).Expect(HttpStatusCode.Accepted);
        (await FileAsync(api, second)).Expect(HttpStatusCode.Accepted);

        Assert.Equal(["UNDER_REVIEW", "APPROVED"], await StatesAsync(api, first, reads: 2));
        Assert.Equal(["UNDER_REVIEW", "APPROVED"], await StatesAsync(api, second, reads: 2));
    }

    [Fact]
    public async Task The_form_takes_only_what_is_waited_for()
    {
        var (_, api) = await OpenAsync();
        var id = await SubmitAsync(api, "WAITING", "sandbox-form-wrong");

        var wrong = await FileAsync(api, id, new SampleFiling(Exporter, 7800).CustomsLineNo(7));

        Assert.Equal("RBF-1002", wrong.ProblemCode);
        Assert.Contains("vouchers[0].voucherNo", wrong.Text, StringComparison.Ordinal);
    }

    private async Task<(Installation Installation, ApiClient Api)> OpenAsync()
    {
        var installation = await shared.GetAsync();
        await installation.FeedReferenceAsync(Exporter);
        return (installation, installation.As(Program, installation.Intake));
    }

    private static async Task<Guid> ApprovedAsync(ApiClient api, string key)
    {
        var id = await SubmitAsync(api, "GREEN", key);
        Assert.Equal(["UNDER_REVIEW", "APPROVED"], await StatesAsync(api, id, reads: 2));
        return id;
    }

    private static async Task<Guid> SubmitAsync(ApiClient api, string scenario, string key)
    {
        var body = JsonSerializer.SerializeToNode(new SampleFiling(Exporter, 7800).Body)!;
        body["exportLines"]![0]!["exportInvoiceNo"] = $"SANDBOX-{scenario}-1";
        var answer = await api.PostAsync("/v1/pre-declarations", body, ("Idempotency-Key", key));
        return answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
    }

    private static async Task<IReadOnlyList<string>> StatesAsync(ApiClient api, Guid id, int reads)
    {
        var seen = new List<string>();
        for (var read = 0; read < reads; read++)
        {
            var answer = await api.GetAsync($"/v1/pre-declarations/{id}");
            seen.Add(answer.Expect(HttpStatusCode.OK).Json["state"]!.GetValue<string>());
        }
        return seen;
    }

    private static async Task<string> ReceiptAsync(ApiClient api, Guid id)
    {
        var answer = await api.GetAsync($"/v1/pre-declarations/{id}/receipt");
        return answer.Expect(HttpStatusCode.OK).Text;
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

    private static Task<ApiAnswer> FileAsync(ApiClient api, Guid id, string? voucherNo = null) =>
        api.PostAsync(
            $"/v1/pre-declarations/{id}/no-data-form",
            new JsonObject
            {
                ["vouchers"] = new JsonArray(
                    new JsonObject
                    {
                        ["kind"] = "CUSTOMS_DECLARATION",
                        ["voucherNo"] =
                            voucherNo ?? new SampleFiling(Exporter, 7800).CustomsLineNo(1),
                        ["reason"] = "口岸未传输结关信息",
                    }
                ),
            }
        );

    private static async Task<IEnumerable<SecurityKey>> KeysAsync(
        Installation installation,
        string path
    )
    {
        var keys = await new ApiClient(installation.Intake.Address, null).GetAsync(path);
        return new JsonWebKeySet(keys.Expect(HttpStatusCode.OK).Text).GetSigningKeys();
    }

    private static Task<TokenValidationResult> VerifyAsync(
        string receipt,
        IEnumerable<SecurityKey> keys,
        string type,
        string issuer
    ) =>
        new JsonWebTokenHandler().ValidateTokenAsync(
            receipt,
            new TokenValidationParameters
            {
                IssuerSigningKeys = keys,
                ValidAlgorithms = ["ES256"],
                ValidTypes = [type],
                ValidIssuer = issuer,
                ValidateAudience = false,
                RequireExpirationTime = false,
                ValidateLifetime = false,
            }
        );
}
