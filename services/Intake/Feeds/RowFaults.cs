using System.Text;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Collects everything that is wrong with one row, in the language of the sender.
/// </summary>
public sealed class RowFaults(bool isChinese)
{
    private readonly StringBuilder text = new();

    /// <summary>True when nothing was found.</summary>
    public bool IsEmpty => text.Length == 0;

    /// <summary>All faults in one sentence, then starts anew.</summary>
    public string Take()
    {
        var reason = text.ToString();
        text.Clear();
        return reason;
    }

    /// <summary>Adds a fault of a field.</summary>
    public void Add(string field, string zh, string en)
    {
        if (text.Length > 0)
            text.Append(isChinese ? "；" : "; ");
        if (field.Length > 0)
            text.Append(field).Append(isChinese ? "：" : ": ");
        text.Append(isChinese ? zh : en);
    }

    /// <summary>Refuses when the condition is not met.</summary>
    public void Require(bool isMet, string field, string zh, string en)
    {
        if (!isMet)
            Add(field, zh, en);
    }

    /// <summary>
    /// A text of at least <paramref name="min"/> and at most <paramref name="max"/> characters,
    /// without controls.
    /// </summary>
    public void Text(string? value, string field, int min = 1, int max = 200)
    {
        var isFine =
            value is null
            || (value.Length >= min && value.Length <= max && !value.Any(char.IsControl));
        Require(isFine, field, $"须为{min}至{max}个字符", $"must be {min} to {max} characters");
    }

    /// <summary>One of the listed codes.</summary>
    public void OneOf(string value, string field, params ReadOnlySpan<string> codes)
    {
        if (!codes.Contains(value))
        {
            var list = string.Join(", ", codes!);
            Add(field, $"须为{list}之一", $"must be one of {list}");
        }
    }

    /// <summary>Digits only, of a length between the two.</summary>
    public void Digits(string value, string field, int min, int max) =>
        Require(
            CodeText.IsDigits(value) && value.Length >= min && value.Length <= max,
            field,
            $"须为{Length(min, max, "至")}位数字",
            $"must be {Length(min, max, " to ")} digits"
        );

    /// <summary>Capital letters and digits only, of a length between the two.</summary>
    public void Code(string value, string field, int min, int max) =>
        Require(
            CodeText.IsCapitalsOrDigits(value) && value.Length >= min && value.Length <= max,
            field,
            $"须为{Length(min, max, "至")}位大写字母或数字",
            $"must be {Length(min, max, " to ")} capital letters or digits"
        );

    /// <summary>A unified social credit code in its normal form.</summary>
    public void Uscc(string value, string field) =>
        Require(
            Primitives.Uscc.TryParse(value, out var uscc) && uscc.Value == value,
            field,
            "不是18位统一社会信用代码",
            "is not an 18-character unified social credit code"
        );

    /// <summary>A taxpayer id in its normal form: the code, or the former id of 15.</summary>
    public void TaxpayerId(string value, string field) =>
        Require(
            Primitives.TaxpayerId.TryParse(value, out var id) && id.Value == value,
            field,
            "不是18位统一社会信用代码或原15位纳税人识别号",
            "is neither an 18-character unified social credit code nor a former id of 15"
        );

    /// <summary>A period yyyyMM.</summary>
    public void Period(string value, string field) =>
        Require(Primitives.Period.TryParse(value, out _), field, "须为yyyyMM", "must be yyyyMM");

    /// <summary>A number between the two, ends included, with at most so many decimals.</summary>
    public void Number(decimal? value, string field, decimal min, decimal max, int places)
    {
        var isFine =
            value is not { } number || (number >= min && number <= max && number.Scale <= places);
        Require(
            isFine,
            field,
            $"须在{min}与{max}之间，至多{places}位小数",
            $"must be between {min} and {max} with at most {places} decimals"
        );
    }

    /// <summary>A date the trade can know, or none.</summary>
    public void Date(DateOnly? value, string field) =>
        Require(
            value is not { Year: < 1994 or > 2099 },
            field,
            "须在1994年至2099年之间",
            "must lie in 1994 to 2099"
        );

    private static string Length(int min, int max, string to) =>
        min == max ? $"{min}" : $"{min}{to}{max}";
}
