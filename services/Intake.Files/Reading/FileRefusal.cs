namespace RebateFlow.Intake.Files.Reading;

/// <summary>Why a file is not read at all.</summary>
public enum FileRefusalKind
{
    /// <summary>Neither a workbook nor a zip, or broken.</summary>
    Unreadable,

    /// <summary>Encrypted, or with macros, external links or embedded programs.</summary>
    Forbidden,

    /// <summary>More than the limits allow once it is unpacked.</summary>
    TooLarge,

    /// <summary>More lines than a filing may have.</summary>
    TooManyLines,

    /// <summary>A sheet or heading is missing, unknown or there twice.</summary>
    WrongForms,

    /// <summary>A checksum does not fit (doubt code F015).</summary>
    Checksum,

    /// <summary>The template has a version that is not read (doubt code F016).</summary>
    Version,
}

/// <summary>Why a file is not read, and what to do.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Zh">What is wrong and what to do, Chinese.</param>
/// <param name="En">The same in English.</param>
/// <param name="Declared">What the file says, where two values are compared; else empty.</param>
/// <param name="Expected">What it should be.</param>
public sealed record FileRefusal(
    FileRefusalKind Kind,
    string Zh,
    string En,
    string Declared = "",
    string Expected = ""
);

/// <summary>Ends the reading of a file; never leaves <see cref="FilingFile"/>.</summary>
internal sealed class FileRefusedException(FileRefusal refusal) : Exception(refusal.En)
{
    public FileRefusal Refusal { get; } = refusal;

    public static FileRefusedException Of(FileRefusalKind kind, string zh, string en) =>
        new(new FileRefusal(kind, zh, en));
}
