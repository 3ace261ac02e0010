using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// Collects the faults of a document; a field's path is only built when it has one.
/// </summary>
internal sealed class FaultList
{
    private const int LongestText = 200;

    private readonly List<FieldError> items = [];
    private string form = "";
    private int index;

    /// <summary>The faults found so far.</summary>
    public IReadOnlyList<FieldError> Items => items;

    /// <summary>Faults that follow belong to this line; its index counts from 0.</summary>
    public FaultList At(string form, int index)
    {
        this.form = form;
        this.index = index;
        return this;
    }

    /// <summary>Adds a fault of a field, or of the whole line when the field is empty.</summary>
    public void Add(string field, string zh, string en)
    {
        if (items.Count >= JsonFaults.MostFaults)
            return;
        var line = form.Length == 0 ? "" : $"{form}[{index}]";
        var path = line.Length > 0 && field.Length > 0 ? $"{line}.{field}" : line + field;
        items.Add(new FieldError(path, zh, en));
    }

    /// <summary>
    /// A text that the database can hold and a person can read; null is no fault.
    /// </summary>
    public void Text(string field, string? value, int longest = LongestText)
    {
        if (value is null)
            return;
        if (value.Length > longest)
            Add(field, $"超过{longest}个字符", $"is longer than {longest} characters");
        else if (value.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            Add(field, "含有控制字符", "contains a control character");
    }

    /// <summary>A date of the trade.</summary>
    public void Date(string field, DateOnly value)
    {
        if (value.Year is < 1994 or > 2099)
            Add(field, "须在1994年至2099年之间", "must lie in 1994 to 2099");
    }

    /// <summary>A quantity of either sign.</summary>
    public void Quantity(decimal value)
    {
        if (value.Scale > 4 || Math.Abs(value) > 99_999_999_999m)
            Add("quantity", "至多11位整数、4位小数", "has at most 11 digits and 4 decimals");
    }

    /// <summary>A rate in percent; null is no fault.</summary>
    public void Rate(string field, decimal? value)
    {
        if (value is < 0 or > 100)
            Add(field, "须为0至100", "must be 0 to 100");
    }
}
