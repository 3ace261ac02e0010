using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>What an attempt's doubts say about each cell.</summary>
internal sealed class CellMarks
{
    /// <summary>Notes are kept for so many cells; the list of doubts holds them all.</summary>
    private const int MostTexts = SheetWriter.MostNotes * 4;

    private const int LongestNote = 2_000;

    private readonly Dictionary<(string Form, string Place, string Field), CellMark> marks = [];
    private readonly bool isChinese;

    public CellMarks(IEnumerable<Doubt> doubts, bool isChinese)
    {
        this.isChinese = isChinese;
        foreach (var doubt in doubts)
            Add(doubt);
    }

    /// <summary>The mark of a cell; null when nothing is doubted about it.</summary>
    /// <param name="place">Line number or association number; empty for upright forms.</param>
    public CellMark? Of(string form, string place, string field) =>
        marks.GetValueOrDefault((form, place, field));

    /// <summary>
    /// The field that a doubt is shown on: its own, or the one that names its line.
    /// </summary>
    public static string FieldOf(Doubt doubt) =>
        doubt.Form == "association" ? "associationNo"
        : FilingForms.All.FirstOrDefault(form => form.DoubtForm == doubt.Form) is { } form
        && form.Columns.All(column => column.Name != doubt.Field)
            ? form.Columns.First(column => column.Kind == ColumnKind.Text || !form.HasLines).Name
        : doubt.Field;

    private void Add(Doubt doubt)
    {
        // A line out of sequence is found by the number that should stand there.
        var place = doubt.Code == "F004" ? doubt.Expected : doubt.Place;
        var key = (doubt.Form, place, FieldOf(doubt));
        if (!marks.TryGetValue(key, out var mark))
            marks.Add(key, mark = new CellMark());
        var level = MarkOf(doubt.Level);
        if (level > mark.Level)
            mark.Level = level;
        if (marks.Count <= MostTexts && mark.Text.Length < LongestNote)
            mark.Text += (mark.Text.Length > 0 ? "\n\n" : "") + NoteOf(doubt);
    }

    private string NoteOf(Doubt doubt) =>
        isChinese
            ? $"{doubt.Code} {doubt.TextZh}\n申报值：{doubt.Declared}\n比对值：{doubt.Expected}\n"
                + $"处理：{doubt.RemedyZh}"
            : $"{doubt.Code} {doubt.TextEn}\nDeclared: {doubt.Declared}\n"
                + $"Compared with: {doubt.Expected}\nWhat to do: {doubt.RemedyEn}";

    public static Mark MarkOf(DoubtLevel level) =>
        level switch
        {
            DoubtLevel.Note => Mark.Note,
            DoubtLevel.Warning => Mark.Warning,
            DoubtLevel.Error => Mark.Error,
        };
}

/// <summary>A marked cell.</summary>
internal sealed class CellMark
{
    public Mark Level { get; set; }

    /// <summary>What its note says.</summary>
    public string Text { get; set; } = "";
}
