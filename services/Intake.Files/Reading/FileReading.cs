using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>A cell that does not fit its column, or a document rule that it breaks.</summary>
/// <param name="Cell">Sheet or file and cell, such as 出口明细!J6.</param>
public sealed record FileFault(string Cell, string MessageZh, string MessageEn);

/// <summary>What came of reading a file: a document, or why there is none.</summary>
public sealed class FileReading
{
    private readonly FormPlaces places;

    internal FileReading(
        ReadOnlyMemory<byte> json,
        IReadOnlyList<FileFault> faults,
        FormPlaces places
    )
    {
        Json = json;
        Faults = faults;
        this.places = places;
    }

    internal FileReading(FileRefusal refusal)
        : this(default, [], new FormPlaces()) => Refusal = refusal;

    /// <summary>Why the file was not read; null when it was.</summary>
    public FileRefusal? Refusal { get; }

    /// <summary>
    /// The body that the JSON API takes. Where cells have faults it holds harmless values instead,
    /// so that the rules of the document can still say what else is wrong.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Cells that do not fit their columns.</summary>
    public IReadOnlyList<FileFault> Faults { get; }

    /// <summary>
    /// A fault of the document as one of the file: exportLines[3].quantity is a cell there.
    /// </summary>
    public FileFault Locate(string field, string zh, string en) => places.Locate(field, zh, en);
}

/// <summary>Which cell each field of the document came from.</summary>
internal sealed class FormPlaces
{
    private readonly Dictionary<
        string,
        (Form Form, string Sheet, Dictionary<string, int> Columns)
    > forms = [];

    private readonly Dictionary<string, List<int>> rows = [];
    private readonly Dictionary<string, string> cells = [];

    /// <summary>A form with lines and where its columns stand.</summary>
    public List<int> Add(Form form, string sheet, Dictionary<string, int> columns)
    {
        forms[form.Member] = (form, sheet, columns);
        return rows[form.Member] = [];
    }

    /// <summary>A value of an upright form.</summary>
    public void Add(Form form, Column column, string cell) =>
        cells[PathOf(form, column.Name)] = cell;

    public FileFault Locate(string field, string zh, string en)
    {
        var open = field.IndexOf('[');
        var close = field.IndexOf(']');
        if (
            open > 0
            && close > open
            && forms.TryGetValue(field[..open], out var place)
            && int.TryParse(field.AsSpan(open + 1, close - open - 1), out var index)
            && index < rows[place.Form.Member].Count
        )
        {
            var name = field[(close + 1)..].TrimStart('.');
            var row = rows[place.Form.Member][index];
            var column = place.Columns.GetValueOrDefault(name, 0);
            return Say($"{place.Sheet}!{CellName.Of(column, row)}", place.Form, name, zh, en);
        }
        var form = FilingForms.All.FirstOrDefault(f => f.Member == field.Split('.')[0]);
        return Say(
            cells.GetValueOrDefault(field) ?? form?.Zh ?? FilingForms.Head.Zh,
            form ?? FilingForms.Head,
            field[(field.LastIndexOf('.') + 1)..],
            zh,
            en
        );
    }

    internal static string PathOf(Form form, string name) =>
        form.Member.Length == 0 ? name : $"{form.Member}.{name}";

    private static FileFault Say(string cell, Form form, string name, string zh, string en)
    {
        var column = form.Columns.FirstOrDefault(c => c.Name == name);
        return column is null
            ? new FileFault(cell, zh, en)
            : new FileFault(cell, $"{column.Zh}：{zh}", $"{column.En}: {en}");
    }
}
