using RebateFlow.Intake.Attachments;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Tests.Attachments;

public sealed class AttachmentRulesTests
{
    [Theory]
    [InlineData("合同 2026.pdf", null, null, null, "")]
    [InlineData("a.pdf", "M105", "export", "3", "")]
    [InlineData("a.pdf", "M105", null, null, "")]
    [InlineData("", null, null, null, "fileName")]
    [InlineData(" a.pdf", null, null, null, "fileName")]
    [InlineData("../a.pdf", null, null, null, "fileName")]
    [InlineData("C:\\a.pdf", null, null, null, "fileName")]
    [InlineData("a\n.pdf", null, null, null, "fileName")]
    [InlineData("a\0.pdf", null, null, null, "fileName")]
    [InlineData("invoice\u202Efdp.exe", null, null, null, "fileName")]
    [InlineData("a\uD800.pdf", null, null, null, "fileName")]
    [InlineData("a.pdf", "M999", null, null, "doubtCode")]
    [InlineData("a.pdf", "M105", "lines", null, "form")]
    [InlineData("a.pdf", "M105", "export", "\t3", "place")]
    [InlineData("a.pdf", null, "export", "3", "doubtCode")]
    [InlineData("", "M999", "lines", "\0", "fileName doubtCode form place")]
    public void A_label_keeps_to_the_rules(
        string name,
        string? doubt,
        string? form,
        string? place,
        string faults
    ) =>
        Assert.Equal(
            faults,
            string.Join(
                ' ',
                AttachmentRules
                    .Faults(new AttachmentLabel(name, doubt, form, place))
                    .Select(fault => fault.Field)
            )
        );

    [Theory]
    [InlineData(150, 40, "")]
    [InlineData(151, 40, "fileName")]
    [InlineData(150, 41, "place")]
    public void Names_and_places_have_a_length(int name, int place, string faults) =>
        Assert.Equal(
            faults,
            string.Join(
                ' ',
                AttachmentRules
                    .Faults(new(new string('a', name), "M105", "export", new string('1', place)))
                    .Select(fault => fault.Field)
            )
        );

    [Theory]
    [InlineData(0, 0, 1, true)]
    [InlineData(49, 0, 1, true)]
    [InlineData(50, 0, 1, false)]
    [InlineData(3, 209_715_199, 1, true)]
    [InlineData(3, 209_715_200, 1, false)]
    [InlineData(3, 209_715_199, 2, false)]
    public void A_filing_has_room_up_to_the_limit(long files, long bytes, int more, bool hasRoom) =>
        Assert.Equal(hasRoom, AttachmentRules.HasRoom(files, bytes, more));

    [Fact]
    public void Only_a_filing_that_ended_takes_nothing_more() =>
        Assert.Equal(
            [PreDeclarationState.Rejected, PreDeclarationState.Withdrawn],
            Enum.GetValues<PreDeclarationState>()
                .Where(state => !AttachmentRules.IsOpen(state))
                .OrderBy(state => state.ToString(), StringComparer.Ordinal)
        );
}
