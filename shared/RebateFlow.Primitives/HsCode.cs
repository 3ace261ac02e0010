namespace RebateFlow.Primitives;

/// <summary>
/// Commodity code 商品代码: 10 digits at customs; the rebate rate library also has base codes of 8 and
/// extended codes of 11 to 14 digits.
/// </summary>
public readonly record struct HsCode
{
    private HsCode(string value) => Value = value;

    /// <summary>8 or 10 to 14 digits.</summary>
    public string Value { get; }

    /// <summary>Whether it has the 10 digits of a customs declaration.</summary>
    public bool IsCustomsCode => Value.Length == 10;

    /// <summary>Reads a code after normalising width.</summary>
    public static bool TryParse(string? text, out HsCode code)
    {
        var normal = CodeText.Normalize(text);
        var isCode = normal.Length is 8 or (>= 10 and <= 14) && CodeText.IsDigits(normal);
        code = isCode ? new HsCode(normal) : default;
        return isCode;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
