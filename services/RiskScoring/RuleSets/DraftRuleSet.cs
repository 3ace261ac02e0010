using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Simulation;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>
/// The life of a rule set: drafted and checked, run in shadow, approved by a second person,
/// activated from a day on, rolled back. A draft is never changed: a change is a new version, and
/// the same draft sent twice is one.
/// </summary>
/// <remarks>
/// Errors: RBF-2030 (404), 2031 (400) with every fault, 2032, 2034, 2036, 2038 (409), 2033 (403).
/// </remarks>
public static class DraftRuleSet
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/rule-sets", DraftAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<DraftView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Draft a rule set; every fault is named");
        routes
            .MapGet("/v1/rule-set-drafts", ListAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .WithSummary("List the rule sets on their way");
        routes
            .MapGet("/v1/rule-sets/{version}", GetAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<DraftView>()
            .WithSummary("Read a rule set on its way, whole, with its running comparison");
        CompareRuleSets.Map(routes);
        routes
            .MapPost("/v1/rule-sets/{version}/shadow", ShadowAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .WithSummary("Let a rule set judge beside the one in force, or end that");
        routes
            .MapPost("/v1/rule-sets/{version}/approval", ApproveAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .WithSummary("Approve a rule set as a second person");
        routes
            .MapPost("/v1/rule-sets/{version}/activation", ActivateRuleSet.ActivateAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .WithSummary("Let an approved rule set judge from a day on");
        routes
            .MapPost("/v1/rule-sets/{version}/rollback", ActivateRuleSet.RollBackAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .WithSummary("Take a rule set out of use; the one before it judges again");
    }

    /// <param name="Stage">DRAFT, APPROVED or ACTIVE.</param>
    /// <param name="IsInShadow">Whether it judges beside the set in force.</param>
    /// <param name="Comparison">Filings by grade and what it would be, since the shadow
    /// began.</param>
    /// <param name="ChannelComparison">The same by channel, by the policies of those
    /// days.</param>
    /// <param name="RuleComparison">How often each rule hit by both sets or by one alone.</param>
    public sealed record DraftView(
        string Version,
        DateOnly From,
        string Stage,
        string DraftedBy,
        DateTimeOffset DraftedAt,
        string? ApprovedBy,
        string? ActivatedBy,
        string? RolledBackBy,
        bool IsInShadow,
        IReadOnlyList<GradeMove> Comparison,
        IReadOnlyList<ChannelShift> ChannelComparison,
        IReadOnlyList<RuleAgreement> RuleComparison
    )
    {
        /// <summary>The set as it was drafted; left out of the list.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public RuleSetDocument? Document { get; init; }

        /// <summary>
        /// Why it judges although it leaves more unjudged than the set before; null when it leaves
        /// no more.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? ActivationReason { get; init; }

        /// <summary>What both sets left unjudged at the activation; null before it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public UnjudgedReport? Unjudged { get; init; }
    }

    /// <param name="IsOn">True starts the shadow, false ends it.</param>
    public sealed record ShadowRequest(bool IsOn = true);

    /// <summary>What a draft looks like.</summary>
    public static async Task<IResult> ViewAsync(
        NpgsqlConnection connection,
        string version,
        CancellationToken cancel
    )
    {
        var draft =
            await DraftSql.FindAsync(connection, version, cancel)
            ?? throw new InvalidOperationException("A draft is gone.");
        var comparison = await ShadowSql.ComparisonAsync(connection, version, cancel);
        return TypedResults.Ok(WholeOf(draft, comparison));
    }

    private static DraftView WholeOf(RuleSetDraft draft, ShadowComparison? comparison) =>
        ViewOf(draft, comparison) with
        {
            Document = RuleSetReader.ReadStored(draft.Document).Document,
            Unjudged = draft.Unjudged is { } text ? UnjudgedReport.Read(text) : null,
        };

    private static DraftView ViewOf(RuleSetDraft draft, ShadowComparison? comparison) =>
        new(
            draft.Version,
            RuleSetReader.ReadStored(draft.Document).From,
            draft.Stage,
            draft.DraftedBy,
            draft.DraftedAt,
            draft.ApprovedBy,
            draft.ActivatedBy,
            draft.RolledBackBy,
            draft.IsInShadow,
            comparison?.Grades ?? [],
            comparison?.Channels ?? [],
            comparison?.Rules ?? []
        )
        {
            ActivationReason = draft.ActivationReason,
        };

    private static async Task<IResult> DraftAsync(
        JsonElement document,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        if (TextOf(document) is not { } text)
            return Faulty(http, ["the body is not JSON in UTF-8"]);
        var (ruleSet, faults) = RuleSetReader.Read(text, RuleCatalog.All);
        if (ruleSet is null)
            return Faulty(http, faults);

        await using var connection = await database.OpenConnectionAsync(cancel);
        var actor = (http.User.SubjectId(), clock.Now);
        if (!await DraftSql.TryInsertAsync(connection, ruleSet, actor, cancel))
        {
            var same = await DraftSql.FindAsync(connection, ruleSet.Version, cancel);
            if (same?.Document != ruleSet.Document.ToText())
                return Problem.Of(
                    http,
                    RuleSetProblems.VersionTaken,
                    $"请换一个版本名，{ruleSet.Version} 已有其他内容",
                    $"Choose another version; {ruleSet.Version} has other content"
                );
        }
        var draft = await DraftSql.FindAsync(connection, ruleSet.Version, cancel);
        return TypedResults.Created(
            $"/v1/rule-sets/{Uri.EscapeDataString(ruleSet.Version)}",
            WholeOf(draft!, null)
        );
    }

    private static string? TextOf(JsonElement document)
    {
        try
        {
            return document.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null; // Nothing was sent, or bytes that are no text; the caller answers 400.
        }
    }

    /// <summary>400 with every fault.</summary>
    public static IResult Faulty(HttpContext http, IReadOnlyList<string> faults) =>
        Problem.Of(
            http,
            RuleSetProblems.Faulty,
            $"共 {faults.Count} 处：{string.Join("；", faults)}",
            $"{faults.Count} faults: {string.Join("; ", faults)}"
        );

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        var drafts = await DraftSql.ListAsync(database, cancel);
        return TypedResults.Ok(new { Items = drafts.Select(draft => ViewOf(draft, null)) });
    }

    private static async Task<IResult> GetAsync(
        string version,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await DraftSql.FindAsync(connection, version, cancel) is null
            ? RuleSetProblems.NotFound(http, version)
            : await ViewAsync(connection, version, cancel);
    }

    private static async Task<IResult> ShadowAsync(
        string version,
        ShadowRequest request,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var draft = await DraftSql.FindAsync(connection, version, cancel);
        if (draft is null)
            return RuleSetProblems.NotFound(http, version);
        if (draft.Stage == "ACTIVE" && request.IsOn)
            return RuleSetProblems.Stage(http, draft.Stage, "DRAFT, APPROVED");
        var actor = (http.User.SubjectId(), clock.Now);
        if (request.IsOn)
            await DraftSql.StartShadowAsync(connection, version, actor, cancel);
        else
            await DraftSql.EndShadowAsync(connection, version, actor, cancel);
        return await ViewAsync(connection, version, cancel);
    }

    private static async Task<IResult> ApproveAsync(
        string version,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var draft = await DraftSql.FindAsync(connection, version, cancel);
        if (draft is null)
            return RuleSetProblems.NotFound(http, version);
        var by = http.User.SubjectId();
        if (draft.DraftedBy == by)
            return Problem.Of(
                http,
                RuleSetProblems.SamePerson,
                "请由另一人审批",
                "Let somebody else approve it"
            );
        var actor = (by, clock.Now);
        return await DraftSql.TryApproveAsync(connection, version, actor, cancel)
            ? await ViewAsync(connection, version, cancel)
            : RuleSetProblems.Stage(http, draft.Stage, "DRAFT");
    }
}
