namespace RebateFlow.Primitives;

/// <summary>
/// Processing handbook or ledger number 手(账)册号: 12 characters, the first tells the kind.
/// </summary>
public readonly record struct ProcessingBookNo
{
    private ProcessingBookNo(string value) => Value = value;

    /// <summary>12 characters, upper case.</summary>
    public string Value { get; }

    /// <summary>
    /// Reads a number that starts with B, C, D, E, H, T or Z, after normalising width and case.
    /// </summary>
    public static bool TryParse(string? text, out ProcessingBookNo number)
    {
        var normal = CodeText.Normalize(text);
        var isNumber =
            normal.Length == 12
            && "BCDEHTZ".Contains(normal[0])
            && CodeText.IsCapitalsOrDigits(normal);
        number = isNumber ? new ProcessingBookNo(normal) : default;
        return isNumber;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
