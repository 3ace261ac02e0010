using System.Globalization;

namespace RebateFlow.RiskScoring.Rules.Scores;

/// <summary>
/// Amounts and limits with their units, as a person reads them in either language.
/// </summary>
public static class Wording
{
    private static readonly (string Unit, string Zh, string En)[] units =
    [
        ("CNY", " 元", " yuan"),
        ("USD", " 美元", " US dollars"),
        ("CNY/USD", " 元/美元", " yuan a US dollar"),
        ("USD/kg", " 美元/千克", " US dollars a kilogram"),
        ("percent", "%", "%"),
        ("percentage point", " 个百分点", " percentage points"),
        ("point", " 分", " points"),
        ("filing", " 份申报", " filings"),
        ("declaration", " 份报关单", " customs declarations"),
        ("invoice", " 张发票", " invoices"),
        ("name", " 个名称", " names"),
        ("deviation", " 倍离差", " deviations"),
        ("share", "（比例）", " (share)"),
        ("likeness", " 分相似度", " of likeness"),
        ("month", " 个月", " months"),
    ];

    /// <summary>
    /// Whether a unit has words; a rule of another unit would be told in its code.
    /// </summary>
    public static bool Knows(string unit) =>
        unit == YesOrNo || units.Any(known => known.Unit == unit);

    /// <summary>A value with its unit, thousands apart.</summary>
    public static string Of(decimal value, string unit, bool isChinese)
    {
        if (unit == YesOrNo)
            return (value != 0, isChinese) switch
            {
                (true, true) => "是",
                (true, false) => "yes",
                (false, true) => "否",
                (false, false) => "no",
            };
        var form = unit is "CNY" or "USD" ? "#,##0.00" : "#,##0.####";
        var number = value.ToString(form, CultureInfo.InvariantCulture);
        var (known, zh, en) = Array.Find(units, one => one.Unit == unit);
        return number
            + (
                known is null ? $" {unit}"
                : isChinese ? zh
                : en
            );
    }

    private const string YesOrNo = "0 or 1";
}
