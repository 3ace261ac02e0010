using System.Text;
using RebateFlow.Intake.Files.Attachments;

namespace RebateFlow.Intake.Tests.Attachments;

public sealed class AttachmentKindTests
{
    private const string PngStart = "89504E470D0A1A0A0000000D49484452";

    [Theory]
    [InlineData("255044462D312E370A", "Pdf")]
    [InlineData("FFD8FFE000104A464946", "Jpeg")]
    [InlineData("FFD8FFE100184578696600", "Jpeg")]
    [InlineData(PngStart, "Png")]
    [InlineData("504B0304140006000800", "Xlsx")]
    [InlineData("", null)]
    [InlineData("25504446", null)]
    [InlineData("4D5A90000300000004000000", null)]
    [InlineData("7F454C46020101000000", null)]
    [InlineData("D0CF11E0A1B11AE1", null)]
    [InlineData("89504E470D0A1A0A", null)]
    [InlineData("89504E470D0A1A0A4D5A900003000000", null)]
    [InlineData("474946383961", null)]
    [InlineData("3C68746D6C3E", null)]
    [InlineData("504B0506000000000000", null)]
    [InlineData("FFD8", null)]
    [InlineData("0A255044462D312E37", null)]
    public void A_kind_is_told_by_its_first_bytes(string start, string? kind) =>
        Assert.Equal(kind, AttachmentKinds.Of(Convert.FromHexString(start))?.ToString());

    [Fact]
    public void A_program_whose_name_is_that_of_a_document_stays_a_program() =>
        Assert.Null(AttachmentKinds.Of(Encoding.ASCII.GetBytes("MZ%PDF-1.7 in the middle")));

    [Theory]
    [InlineData(AttachmentKind.Pdf, "合同.pdf", true)]
    [InlineData(AttachmentKind.Pdf, "合同.PDF", true)]
    [InlineData(AttachmentKind.Pdf, "合同.pdf.exe", false)]
    [InlineData(AttachmentKind.Pdf, "合同", false)]
    [InlineData(AttachmentKind.Pdf, "合同.png", false)]
    [InlineData(AttachmentKind.Jpeg, "scan.jpg", true)]
    [InlineData(AttachmentKind.Jpeg, "scan.jpeg", true)]
    [InlineData(AttachmentKind.Jpeg, "scan.png", false)]
    [InlineData(AttachmentKind.Png, "scan.png", true)]
    [InlineData(AttachmentKind.Xlsx, "book.xlsx", true)]
    [InlineData(AttachmentKind.Xlsx, "book.xlsm", false)]
    [InlineData(AttachmentKind.Xlsx, "book.zip", false)]
    public void A_name_ends_as_its_content_says(AttachmentKind kind, string name, bool fits) =>
        Assert.Equal(fits, AttachmentKinds.Fits(kind, name));
}
