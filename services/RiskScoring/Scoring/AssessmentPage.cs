using System.Net;
using System.Text;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>An assessment as HTML; every text of a filing is escaped.</summary>
public sealed class AssessmentPage(StoredAssessment stored, RuleSet ruleSet, bool isChinese)
{
    private readonly RiskScore score = RiskScore.FromBytes(Payload.Decompress(stored.Result));
    private readonly Background background = Payload.Unpack<Background>(stored.Background);
    private readonly StringBuilder page = new();

    /// <summary>Writes the page.</summary>
    public string Write()
    {
        var title = Say("风险评估", "Risk assessment");
        page.Append($"<!doctype html>\n<html lang=\"{Say("zh-CN", "en")}\"><head>");
        page.Append($"<meta charset=\"utf-8\"><title>{title}</title></head><body>\n");
        page.Append($"<h1>{title}: {score.Score}, {WireCode.Of(score.Grade)}</h1>\n");
        page.Append($"<p>{stored.PreDeclarationId} / {stored.AttemptNo} / {stored.SequenceNo}, ");
        page.Append($"{stored.AssessedAt:u}, {Escape(stored.RuleSetVersion)}</p>\n");
        WriteFacts();
        WriteRules();
        WriteHits();
        WriteOtherGrades();
        return page.Append("</body></html>\n").ToString();
    }

    private void WriteFacts()
    {
        var content = Payload.Unpack<FilingContent>(stored.Content);
        var (exports, purchases) = (content.ExportLines.Count, content.PurchaseLines.Count);
        var fob = Wording.Of(background.Header.FobUsd, "USD", isChinese);
        var rebate = Wording.Of(background.Header.RebateDueCny, "CNY", isChinese);
        var (peers, revision) = (background.Peers.Count, background.Watchlist.Revision);
        Head("所看资料", "What was looked at");
        page.Append("<ul>\n");
        Item(
            $"出口 {exports} 行，进货 {purchases} 行",
            $"{exports} export, {purchases} purchase lines"
        );
        Item($"离岸价 {fob}，退税 {rebate}", $"FOB {fob}, rebate {rebate}");
        Item($"同类单价 {peers} 项", $"{peers} peer prices");
        Item($"关注信息第 {revision} 版", $"watchlist at revision {revision}");
        page.Append("</ul>\n");
    }

    private void WriteRules()
    {
        var values = ruleSet.On(background.AssessedOn);
        var rules = values.Rules.ToDictionary(one => one.Rule.Id, one => one.Rule);
        Head("各项指标", "What each rule said");
        page.Append("<table>\n");
        foreach (var result in score.Results)
        {
            var rule = rules.GetValueOrDefault(result.RuleId);
            page.Append($"<tr><td>{result.RuleId}</td>");
            page.Append($"<td>{Say(rule?.PhraseZh ?? "", rule?.PhraseEn ?? "")}</td>");
            page.Append($"<td>{OutcomeOf(result.Outcome)}</td><td>{result.Points}</td>");
            page.Append($"<td>{Say(result.EvidenceZh, result.EvidenceEn)}</td>");
            var limits = Explanation
                .LimitsOf(result.RuleId, values, isChinese)
                .Select(limit => $"{limit.Meaning}: {limit.Text}");
            page.Append($"<td>{Escape(string.Join(isChinese ? "；" : "; ", limits))}</td></tr>\n");
        }
        page.Append("</table>\n");
    }

    private void WriteHits()
    {
        Head("关注信息", "Watchlist entries");
        page.Append("<ul>\n");
        foreach (
            var hit in ruleSet.On(background.AssessedOn).WithEffects(background.Watchlist.Hits)
        )
        {
            var effects = (hit.Effects ?? []).Select(code => LevelEffects.TextOf(code, isChinese));
            var text =
                $"{hit.Kind} {hit.Key} ({hit.Level}): {hit.MatchedValue}, {hit.Reason}; "
                + string.Join(isChinese ? "、" : ", ", effects);
            Item(text, text);
        }
        page.Append("</ul>\n");
    }

    private void WriteOtherGrades()
    {
        Head("何种情形结论不同", "What would change the grade");
        page.Append("<ul>\n");
        var values = ruleSet.On(background.AssessedOn);
        foreach (var way in Explanation.OtherGrades(score, values, isChinese))
            Item($"{way.Grade}: {way.Text}", $"{way.Grade}: {way.Text}");
        page.Append("</ul>\n");
    }

    private void Head(string zh, string en) => page.Append($"<h2>{Say(zh, en)}</h2>\n");

    private void Item(string zh, string en) => page.Append($"<li>{Say(zh, en)}</li>\n");

    private string Say(string zh, string en) => Escape(isChinese ? zh : en);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private string OutcomeOf(RuleOutcome outcome) =>
        outcome switch
        {
            RuleOutcome.Hit => Say("命中", "hit"),
            RuleOutcome.NoHit => Say("未命中", "no hit"),
            RuleOutcome.NotApplicable => Say("不适用", "not applicable"),
            RuleOutcome.Error => Say("无法判断", "could not judge"),
        };
}
