using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>
/// Association number 关联号, which joins export and purchase lines: yyyyMM, batch of 3 digits, serial
/// of 1 to 8 digits.
/// </summary>
public readonly record struct AssociationNo
{
    private AssociationNo(string value, Period period)
    {
        Value = value;
        Period = period;
    }

    /// <summary>10 to 17 digits.</summary>
    public string Value { get; }

    /// <summary>Period of the filing it was given in.</summary>
    public Period Period { get; }

    /// <summary>Batch of the filing it was given in, 1 to 999.</summary>
    public int BatchNo => int.Parse(Value.AsSpan(6, 3), CultureInfo.InvariantCulture);

    /// <summary>Reads a number after normalising width.</summary>
    public static bool TryParse(string? text, out AssociationNo number)
    {
        number = default;
        var normal = CodeText.Normalize(text);
        if (normal.Length is < 10 or > 17 || !CodeText.IsDigits(normal))
            return false;
        if (!Period.TryParse(normal[..6], out var period) || normal.AsSpan(6, 3) is "000")
            return false;
        number = new AssociationNo(normal, period);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
