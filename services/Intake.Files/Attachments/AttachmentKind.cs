namespace RebateFlow.Intake.Files.Attachments;

/// <summary>What an attachment may be.</summary>
public enum AttachmentKind
{
    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>A photograph or scan, JPEG.</summary>
    Jpeg,

    /// <summary>A picture, PNG.</summary>
    Png,

    /// <summary>An Excel workbook, .xlsx.</summary>
    Xlsx,
}

/// <summary>Tells kinds by content; a name proves nothing.</summary>
public static class AttachmentKinds
{
    /// <summary>First bytes that are looked at.</summary>
    public const int StartBytes = 16;

    /// <summary>The kind that begins with these bytes; null when none of ours does.</summary>
    public static AttachmentKind? Of(ReadOnlySpan<byte> start) =>
        start.StartsWith("%PDF-"u8) ? AttachmentKind.Pdf
        : start.StartsWith(Jpeg) ? AttachmentKind.Jpeg
        : start.StartsWith(Png) && start[8..].IndexOf("IHDR"u8) == 4 ? AttachmentKind.Png
        : start.StartsWith("PK\u0003\u0004"u8) ? AttachmentKind.Xlsx
        : null;

    /// <summary>The media type by which it is sent.</summary>
    public static string MediaTypeOf(AttachmentKind kind) =>
        kind switch
        {
            AttachmentKind.Pdf => "application/pdf",
            AttachmentKind.Jpeg => "image/jpeg",
            AttachmentKind.Png => "image/png",
            AttachmentKind.Xlsx =>
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        };

    /// <summary>Whether a file of the kind may have this name: its end opens it.</summary>
    public static bool Fits(AttachmentKind kind, string fileName) =>
        (kind, Path.GetExtension(fileName).ToLowerInvariant())
            is
                (AttachmentKind.Pdf, ".pdf")
                or
                (AttachmentKind.Jpeg, ".jpg" or ".jpeg")
                or
                (AttachmentKind.Png, ".png")
                or
                (AttachmentKind.Xlsx, ".xlsx");

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
}
