namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// What a file may have. Sizes are checked against the directory of the zip before anything is
/// unpacked, and again while it is: a directory can lie.
/// </summary>
public static class FileLimits
{
    /// <summary>Largest upload, bytes.</summary>
    public const int UploadBytes = 32 * 1024 * 1024;

    /// <summary>Most parts of a workbook or files of a package.</summary>
    public const int Entries = 500;

    /// <summary>Largest part once unpacked, bytes.</summary>
    public const long EntryBytes = 256L * 1024 * 1024;

    /// <summary>All parts once unpacked, bytes.</summary>
    public const long TotalBytes = 512L * 1024 * 1024;

    /// <summary>Parts up to this size may shrink by any ratio, bytes unpacked.</summary>
    public const long RatioFreeBytes = 8L * 1024 * 1024;

    /// <summary>Most bytes that one byte may unpack to, above the free size.</summary>
    public const long Ratio = 200;

    /// <summary>Most export and purchase lines together.</summary>
    public const int Lines = 50_000;

    /// <summary>Most characters of a cell; Excel has the same limit.</summary>
    public const int CellCharacters = 32_767;

    /// <summary>Columns beyond this one are not looked at.</summary>
    public const int Columns = 200;

    /// <summary>Most bytes of all shared texts of a workbook, UTF-8.</summary>
    public const int SharedTextBytes = 96 * 1024 * 1024;

    /// <summary>Most faults that are told at once.</summary>
    public const int Faults = 1_000;

    /// <summary>Most bytes of markup between two angle brackets.</summary>
    public const int MarkupBytes = 1024 * 1024;
}
