using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>Puts a rule set into use from a day on, and takes it out again.</summary>
public static class ActivateRuleSet
{
    /// <param name="From">
    /// First day of use, today or later; the first day of the draft when it is left out.
    /// </param>
    /// <param name="Reason">
    /// Why a set that leaves more unjudged than the one in force is to judge all the same, 1 to 500
    /// characters; needed only of such a set, and kept.
    /// </param>
    public sealed record Request(DateOnly? From = null, string? Reason = null);

    /// <param name="Note">Why, 1 to 500 characters.</param>
    public sealed record RollBackRequest(string Note);

    /// <summary>
    /// Activates an approved set. Its values have to cover the day, and it may leave no more
    /// unjudged than the set it follows, or somebody says why.
    /// </summary>
    public static async Task<IResult> ActivateAsync(
        string version,
        Request request,
        HttpContext http,
        NpgsqlDataSource database,
        UnjudgedCount unjudged,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        var now = clock.Now;
        var reason = request.Reason?.Trim();
        if (reason is { Length: 0 or > 500 })
            return DraftRuleSet.Faulty(http, ["reason: 1 to 500 characters"]);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RuleSetSql.LockAsync(transaction, cancel);
        var draft = await DraftSql.FindAsync(connection, version, cancel);
        if (draft is null)
            return RuleSetProblems.NotFound(http, version);
        var drafted = RuleSetReader.ReadStored(draft.Document);
        var from = request.From ?? drafted.From;
        var dated = drafted.Document with { From = from };
        var (ruleSet, faults) = RuleSetReader.Read(dated.ToText(), RuleCatalog.All);
        if (ruleSet is null)
            return DraftRuleSet.Faulty(http, faults);

        // The day of a set that was rolled back is free.
        var shelf = await RuleSetSql.LoadShelfAsync(connection, cancel);
        if (from < clock.DayOf(now) || shelf.ByStart.Any(set => set.From == from))
            return Problem.Of(
                http,
                RuleSetProblems.WrongDay,
                $"请选择今天或以后、尚无指标方案起用的一天，而不是 {from:yyyy-MM-dd}",
                $"Choose today or a later day on which no other set starts, not {from:yyyy-MM-dd}"
            );
        if (draft.Stage != "APPROVED")
            return RuleSetProblems.Stage(http, draft.Stage, "APPROVED");
        var report = await unjudged.OfAsync(ruleSet, shelf.InForceOn(from), now, cancel);
        if (report.LeavesMore && reason is null)
            return Refuse(http, report);
        var actor = (http.User.SubjectId(), now);
        var known = (reason, report.ToText());
        if (!await DraftSql.TryActivateAsync(connection, version, known, actor, cancel))
            return RuleSetProblems.Stage(http, draft.Stage, "APPROVED");
        await DraftSql.EndShadowAsync(connection, version, actor, cancel);
        await RuleSetSql.InsertAsync(transaction, ruleSet, now, cancel);
        await transaction.CommitAsync(cancel);
        return await DraftRuleSet.ViewAsync(connection, version, cancel);
    }

    /// <summary>
    /// Takes a set out of use at once. Assessments that it made stay, and are replayed by it.
    /// </summary>
    public static async Task<IResult> RollBackAsync(
        string version,
        RollBackRequest request,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        var note = request.Note.Trim();
        if (note.Length is 0 or > 500)
            return DraftRuleSet.Faulty(http, ["note: 1 to 500 characters"]);
        var now = clock.Now;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RuleSetSql.LockAsync(transaction, cancel);
        var shelf = await RuleSetSql.LoadShelfAsync(connection, cancel);
        var place = shelf.ByStart.ToList().FindIndex(set => set.Version == version);
        if (place < 0)
            return RuleSetProblems.NotFound(http, version);
        // Without an earlier set that judges today, filings could not be scored at all.
        if (place == 0)
            return RuleSetProblems.Stage(http, "FIRST", "LATER");

        var actor = (http.User.SubjectId(), now);
        await DraftSql.TryRollBackAsync(connection, (version, note), actor, cancel);
        await RuleSetSql.BumpAsync(transaction, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(
            new
            {
                Version = version,
                InForce = shelf.Without(version).InForceOn(clock.DayOf(now))!.Version,
            }
        );
    }

    private static ProblemHttpResult Refuse(HttpContext http, UnjudgedReport report) =>
        Problem.Of(
            http,
            RuleSetProblems.LeavesMoreUnjudged,
            "请修改方案；确需启用的，请在 reason 中说明理由，理由将被记录",
            "Mend the set; should it judge all the same, say why in reason, which is kept",
            [
                .. report
                    .Rules.Where(rule => rule.LeavesMore)
                    .Select(rule => new FieldError(
                        $"rules.{rule.RuleId}",
                        $"{rule.Filings} 件中 {rule.Unjudged} 件无法判断，现行方案 {rule.InForce} 件",
                        $"{rule.Unjudged} of {rule.Filings} unjudged, {rule.InForce} in force"
                    )),
            ]
        );
}
