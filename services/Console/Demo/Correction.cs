using System.Text.Json.Nodes;

namespace RebateFlow.Console.Demo;

/// <summary>A change of one line between two attempts.</summary>
public sealed record Correction
{
    /// <summary>exportLines or purchaseLines.</summary>
    public required string Form { get; init; }

    /// <summary>The line to change.</summary>
    public string? LineNo { get; init; }

    /// <summary>Fields with their new values.</summary>
    public JsonObject? Set { get; init; }

    /// <summary>A line to append.</summary>
    public JsonObject? Add { get; init; }

    /// <summary>The body with every correction made; the given one stays as it is.</summary>
    /// <exception cref="InvalidDataException">A correction names a line that is not
    /// there.</exception>
    public static JsonObject Apply(JsonObject submission, IEnumerable<Correction> corrections)
    {
        var next = submission.DeepClone().AsObject();
        foreach (var correction in corrections)
            correction.ApplyTo(next[correction.Form]!.AsArray());
        return next;
    }

    private void ApplyTo(JsonArray lines)
    {
        if (Add is not null)
            lines.Add(Add.DeepClone());
        if (Set is null)
            return;
        var line =
            lines.FirstOrDefault(one => one!["lineNo"]!.GetValue<string>() == LineNo)
            ?? throw new InvalidDataException($"{Form} has no line {LineNo} to correct.");
        foreach (var (field, value) in Set)
            line[field] = value?.DeepClone();
    }
}
