namespace RebateFlow.Primitives;

/// <summary>
/// Taxpayer id 纳税人识别号 in either of its spellings: the unified social credit code of 18 characters,
/// or the former id of 15, which is the division (6 digits) and the organisation code (9) of the
/// same taxpayer and stands in positions 3 to 17 of the code.
/// </summary>
public readonly record struct TaxpayerId
{
    private const int FormerLength = 15;
    private const int DivisionLength = 6;

    private TaxpayerId(string value) => Value = value;

    /// <summary>18 or 15 characters, upper case, half width.</summary>
    public string Value { get; }

    /// <summary>Whether it is the former id.</summary>
    public bool IsFormer => Value.Length == FormerLength;

    /// <summary>The former id of the same taxpayer, 15 characters.</summary>
    public ReadOnlySpan<char> Former =>
        IsFormer ? Value : Value.AsSpan(Value.Length - 1 - FormerLength, FormerLength);

    /// <summary>Reads either spelling after normalising; checks length and alphabet only.</summary>
    public static bool TryParse(string? text, out TaxpayerId id)
    {
        var normal = CodeText.Normalize(text);
        var isId =
            normal.Length == FormerLength
                ? CodeText.IsDigits(normal.AsSpan(0, DivisionLength))
                    && CodeText.IsCapitalsOrDigits(normal)
                : Uscc.TryParse(normal, out _);
        id = isId ? new TaxpayerId(normal) : default;
        return isId;
    }

    /// <summary>
    /// Whether two texts name one taxpayer. Two codes of 18 characters are compared whole, a former
    /// id with the part of a code that it became. Texts of another form are the same when they are
    /// written the same.
    /// </summary>
    public static bool AreSame(string? left, string? right)
    {
        var (one, other) = (CodeText.Normalize(left), CodeText.Normalize(right));
        if (one.Length == other.Length)
            return one == other;
        return TryParse(one, out var first)
            && TryParse(other, out var second)
            && first.Former.SequenceEqual(second.Former);
    }

    /// <summary>
    /// The fuller of two spellings of one taxpayer: the code, where either is one.
    /// </summary>
    public static string Fuller(string? left, string? right)
    {
        var (one, other) = (CodeText.Normalize(left), CodeText.Normalize(right));
        return other.Length > one.Length && AreSame(one, other) ? other : one;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
