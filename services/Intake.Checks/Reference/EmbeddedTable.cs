using nietras.SeparatedValues;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Tables of seeds/reference that are embedded in this assembly.</summary>
internal static class EmbeddedTable
{
    /// <summary>Reads a table with a header row; the reader must be disposed.</summary>
    /// <param name="fileName">File name within seeds/reference.</param>
    public static SepReader Open(string fileName) =>
        Open(
            typeof(EmbeddedTable).Assembly.GetManifestResourceStream("reference/" + fileName)
                ?? throw new InvalidOperationException($"Table {fileName} is not embedded.")
        );

    /// <summary>Reads a table of the same notation; the reader owns the stream.</summary>
    public static SepReader Open(Stream stream) =>
        Sep.New(',').Reader(options => options with { Unescape = true }).From(stream);
}
