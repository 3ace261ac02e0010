namespace RebateFlow.Intake.Files.Reading;

/// <summary>Which parts a part of a workbook refers to.</summary>
internal sealed class WorkbookRelations
{
    private readonly List<(string Id, string Type, string Target)> items = [];

    /// <summary>Relations of a part; the empty name is the package itself.</summary>
    public static WorkbookRelations Read(ZipPackage package, string part)
    {
        var relations = new WorkbookRelations();
        var cut = part.LastIndexOf('/') + 1;
        var folder = part[..cut];
        var file = $"{folder}_rels/{part[cut..]}.rels";
        if (!package.Has(file))
            return relations;
        using var reader = WorkbookXml.Open(package, file);
        while (reader.NextElement())
        {
            if (reader.LocalName != "Relationship")
                continue;
            var type = reader.GetAttribute("Type") ?? "";
            relations.items.Add(
                (
                    reader.GetAttribute("Id") ?? "",
                    type[(type.LastIndexOf('/') + 1)..],
                    Resolve(folder, reader.GetAttribute("Target") ?? "")
                )
            );
        }
        return relations;
    }

    public string? ById(string id) => items.FirstOrDefault(item => item.Id == id).Target;

    public string? ByType(string type) => items.FirstOrDefault(item => item.Type == type).Target;

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/'))
            return target[1..];
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
