using System.Globalization;
using System.Text;
using System.Text.Json;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Forms;

/// <summary>What a form has to keep to. Pure.</summary>
public static class FormRules
{
    /// <summary>Most rows of a form.</summary>
    public const int MostRows = 500;

    private const int LongestName = 100;
    private const int LongestText = 500;
    private const int LongestLongText = 2_000;
    private const int MostFaults = 100;
    private const decimal LargestAmount = 9_999_999_999_999_999.99m;

    /// <summary>Every fault, row by row; at most 100.</summary>
    public static IReadOnlyList<FieldError> Faults(RemedyFormRequest request, RemedyForm form)
    {
        var faults = new List<FieldError>();
        if (request.SignedBy.Trim().Length is 0 or > LongestName || !IsStorable(request.SignedBy))
            faults.Add(
                new(
                    "signedBy",
                    $"须为1至{LongestName}字",
                    $"must have 1 to {LongestName} characters"
                )
            );
        if (request.Rows.Count is 0 or > MostRows)
        {
            faults.Add(new("rows", $"须为1至{MostRows}行", $"must have 1 to {MostRows} rows"));
            return faults;
        }
        for (var i = 0; i < request.Rows.Count && faults.Count < MostFaults; i++)
            faults.AddRange(FaultsOf(request.Rows[i], form, $"rows[{i}]"));
        return [.. faults.Take(MostFaults)];
    }

    /// <summary>The rows as texts, columns in the order of the form, empty ones left out.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(
        RemedyFormRequest request,
        RemedyForm form
    ) =>
        [
            .. request.Rows.Select(row =>
            {
                var texts = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var column in form.Columns)
                {
                    if (
                        row.TryGetValue(column.Name, out var value)
                        && TextOf(value) is { Length: > 0 } text
                    )
                        texts[column.Name] = text;
                }
                return texts;
            }),
        ];

    private static IEnumerable<FieldError> FaultsOf(
        IReadOnlyDictionary<string, JsonElement>? row,
        RemedyForm form,
        string place
    )
    {
        if (row is null)
        {
            yield return new(place, "不得为空", "must not be null");
            yield break;
        }
        foreach (var name in row.Keys)
        {
            if (form.Columns.All(column => column.Name != name))
            {
                var names = string.Join(", ", form.Columns.Select(column => column.Name));
                yield return new(
                    $"{place}.{(IsStorable(name) ? name : "?")}",
                    $"表中没有此栏；可填：{names}",
                    $"the form has no such column; it has {names}"
                );
            }
        }
        foreach (var column in form.Columns)
        {
            var text = row.TryGetValue(column.Name, out var value) ? TextOf(value) : "";
            if (FaultOf(column, text) is { } fault)
                yield return fault with
                {
                    Field = $"{place}.{column.Name}",
                };
        }
    }

    private static FieldError? FaultOf(RemedyColumn column, string? text)
    {
        if (text is null)
            return new("", $"“{column.Zh}”须为文本或数字", $"{column.En} must be a text or number");
        if (text.Length == 0)
            return column.IsRequired
                ? new("", $"请填写“{column.Zh}”", $"{column.En} is needed")
                : null;
        if (Fits(column.Kind, text))
            return null;
        var (zh, en) = Wanted(column.Kind);
        return new("", $"“{column.Zh}”{zh}", $"{column.En} {en}");
    }

    private static bool Fits(RemedyColumnKind kind, string text) =>
        kind switch
        {
            RemedyColumnKind.Line => int.TryParse(
                text,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var line
            ) && line is >= 1 and <= 99_999_999,
            RemedyColumnKind.Amount => decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var amount
            )
                && amount is >= 0 and <= LargestAmount
                && amount == decimal.Round(amount, 2),
            RemedyColumnKind.Code => text.Length is >= 8 and <= 13 && text.All(char.IsAsciiDigit),
            RemedyColumnKind.Currency => text.Length == 3 && text.All(char.IsAsciiLetterUpper),
            RemedyColumnKind.Date => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            RemedyColumnKind.Text => text.Length <= LongestText && IsStorable(text),
            RemedyColumnKind.LongText => text.Length <= LongestLongText && IsStorable(text),
        };

    private static (string Zh, string En) Wanted(RemedyColumnKind kind) =>
        kind switch
        {
            RemedyColumnKind.Line => ("须为行号，从1起", "must be the number of a line, from 1"),
            RemedyColumnKind.Amount => (
                "须为不小于0、至多两位小数的金额",
                "must be an amount of 0 or more with at most two decimals"
            ),
            RemedyColumnKind.Code => ("须为8至13位数字", "must have 8 to 13 digits"),
            RemedyColumnKind.Currency => (
                "须为三位大写字母，例如USD",
                "must be three capital letters, such as USD"
            ),
            RemedyColumnKind.Date => ("须为yyyy-MM-dd的日期", "must be a day, yyyy-MM-dd"),
            RemedyColumnKind.Text => (
                $"不得超过{LongestText}字",
                $"has at most {LongestText} characters"
            ),
            RemedyColumnKind.LongText => (
                $"不得超过{LongestLongText}字",
                $"has at most {LongestLongText} characters"
            ),
        };

    /// <summary>The text of a value; empty for null, null for what is no text or number.</summary>
    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => "",
            _ => null,
        };

    /// <summary>No NUL and no half of a character, which no database keeps.</summary>
    private static bool IsStorable(string text) =>
        !text.Contains('\0') && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
