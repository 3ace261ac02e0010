using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// What each condition of <see cref="ChannelDecision"/> says, by its code, and how its values are
/// written. Nobody reads these texts back: what was decided on is stored in its own types.
/// </summary>
public static class ConditionTexts
{
    private static readonly FrozenDictionary<string, Bilingual> Texts = new Dictionary<
        string,
        Bilingual
    >
    {
        ["ENHANCED_WATCHLIST"] = new(
            "特别关注命中级别达到加强审核标准",
            "A watchlist hit is grave enough for enhanced review"
        ),
        ["ENHANCED_EFFECT"] = new(
            "特别关注级别要求加强审核",
            "The level of a watchlist hit asks for enhanced review"
        ),
        ["ENHANCED_GRADE"] = new(
            "风险等级达到加强审核标准",
            "The risk grade calls for enhanced review"
        ),
        ["ENHANCED_CLASS"] = new(
            "企业管理类别须加强审核",
            "The enterprise class calls for enhanced review"
        ),
        ["ENROLMENT"] = new(
            "企业已列入绿色通道且在有效期内",
            "The enterprise has a live enrolment"
        ),
        ["LARGE_REBATE"] = new("应退税额达到大额标准", "The claimed rebate is large enough"),
        ["ENTERPRISE_CLASS"] = new("企业管理类别符合要求", "The enterprise class is good enough"),
        ["WATCHLIST"] = new("无重点级别的特别关注命中", "No watchlist hit of a barring level"),
        ["EFFECT"] = new(
            "特别关注级别未排除绿色通道",
            "No level of a watchlist hit rules the green channel out"
        ),
        ["SCORE"] = new("风险分值低于上限", "The risk score is under the limit"),
        ["RULES_JUDGED"] = new("风险规则全部可以判定", "Every risk rule could be judged"),
        ["DOUBTS"] = new("无超出提示级别的疑点", "No doubt is graver than the limit"),
        ["HOLD"] = new("无暂不办理事项", "No hold is open"),
        ["RANDOM_SAMPLE"] = new("未被随机抽中", "Not drawn by the random sample"),
    }.ToFrozenDictionary();

    /// <summary>The codes that have a text.</summary>
    public static IReadOnlyCollection<string> Codes => Texts.Keys;

    /// <summary>A code that is not known any more is its own text.</summary>
    public static Bilingual Of(string code) =>
        Texts.TryGetValue(code, out var text) ? text : new(code, code);

    /// <summary>
    /// A value or a limit as text: amounts with two decimals, days as 2026-11-25, codes as they
    /// are, yes and no in the reader's language; empty where there is none.
    /// </summary>
    public static string Of(ConditionValue? value, bool chinese) =>
        value switch
        {
            null => "",
            ConditionValue.Money money => Invariant($"{money.Cny:0.00}"),
            ConditionValue.Number number => Invariant($"{number.Count}"),
            ConditionValue.Percent percent => Invariant($"{percent.Share:0.######}"),
            ConditionValue.Grade grade => WireCode.Of(grade.Of),
            ConditionValue.Doubt doubt => WireCode.Of(doubt.Level),
            ConditionValue.Effects effects => string.Join(", ", effects.Codes),
            ConditionValue.Day day => Invariant($"{day.On:yyyy-MM-dd}"),
            ConditionValue.Days { Last: { } last } days => Invariant(
                $"{days.First:yyyy-MM-dd}/{last:yyyy-MM-dd}"
            ),
            ConditionValue.Days days => Invariant($"{days.First:yyyy-MM-dd}/.."),
            ConditionValue.Flag flag => (flag.IsSet ? Yes : No).In(chinese),
            _ => throw new UnreachableException($"A value of type {value.GetType()} has no text."),
        };

    private static readonly Bilingual Yes = new("是", "yes");
    private static readonly Bilingual No = new("否", "no");

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
