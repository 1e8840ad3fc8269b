import { run } from "../../../../setup/processes";

/** What a person would miss: rows in Simplr's database, and an attachment in its volume. */
export class Keepsakes {
  constructor(private readonly namespace: string) {}

  private async in(workload: string, script: string): Promise<string> {
    const words = ["--namespace", this.namespace, "exec", workload, "--", "sh", "-c", script];
    return (await run("kubectl", words)).stdout.trim();
  }

  private sql(statement: string): Promise<string> {
    return this.in(
      "statefulset/db",
      `psql -XqAt -v ON_ERROR_STOP=1 -U rag_user -d rag_mail -c "${statement}"`,
    );
  }

  async put(): Promise<void> {
    await this.sql(
      "create table keepsakes as select g as id, md5(g::text) as note from generate_series(1, 5000) g",
    );
    await this.in(
      "deployment/app",
      "mkdir -p /app/storage/attachments/2026 && head -c 300000 /dev/urandom > /app/storage/attachments/2026/letter.pdf",
    );
  }

  /** Checksums of all of it. */
  async seen(): Promise<readonly string[]> {
    return [
      await this.sql("select count(*) || ' ' || md5(string_agg(note, ',' order by id)) from keepsakes"),
      await this.in("deployment/app", "sha256sum < /app/storage/attachments/2026/letter.pdf"),
    ];
  }
}
