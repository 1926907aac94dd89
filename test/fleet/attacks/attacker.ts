/** What a user tries, in words that end "while its user swaps …". */
export const ATTACKS = {
  'its folder for a link': {
    needs: 'parent',
    turn: `
        for victim in VICTIMS:
            user(os.rename, SUB, 'aside')
            user(os.symlink, victim, SUB)
            pause()
            user(os.unlink, SUB)
            user(os.rename, 'aside', SUB)
            pause()`,
  },
  'its folder for one of root': {
    needs: 'parent',
    turn: `
        user(os.rename, SUB, 'aside')
        user(os.rename, 'vault', SUB)
        pause()
        user(os.rename, SUB, 'vault')
        user(os.rename, 'aside', SUB)
        pause()
        OUTER.look()`,
  },
  'it for a link': {
    needs: 'folder',
    turn: `
        for victim in VICTIMS:
            clear()
            user(os.symlink, victim + '/' + NAME, ENTRY)
            pause()
            clear()
            user(fill)
            pause()`,
  },
  'it for a pipe': {
    needs: 'folder',
    turn: `
        clear()
        user(os.mkfifo, ENTRY)
        pause()`,
  },
  'it for a folder or a second name': {
    needs: 'folder',
    turn: `
        clear()
        user(os.mkdir, ENTRY)
        pause()
        clear()
        user(os.link, SUB + '/.other', ENTRY)
        pause()
        clear()
        # As a user may where the kernel's fs.protected_hardlinks is off.
        root(os.link, VICTIMS[0] + '/' + NAME, ENTRY)
        pause()`,
  },
  'it for what is of root': {
    needs: 'folder',
    turn: `
        for inner in (FILE, INNER):
            clear()
            user(os.rename, SUB + '/' + inner.name, ENTRY)
            pause()
            user(os.rename, ENTRY, SUB + '/' + inner.name)
            user(fill)
            pause()
            inner.look()`,
  },
} as const satisfies Readonly<Record<string, { needs: 'folder' | 'parent'; turn: string }>>;

export type Attack = keyof typeof ATTACKS;

/** Files and folders of root's that lie where mallory can rename them: they are looked at after every turn, and made anew where they are gone. */
const OF_ROOT = `
class Kept:
    """A file of root's at \`name\` in an open folder, or a folder with such a file in it."""
    def __init__(self, at, name, inside=None):
        self.at, self.name, self.inside = at, name, inside
        self.make()
        KEPT.append(self)
    def make(self):
        at, name = self.at, self.name
        if self.inside is not None:
            os.mkdir(name, 0o700, dir_fd=at)
            self.folder = at = os.open(name, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            name = self.inside
        self.file = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600, dir_fd=at)
        os.write(self.file, SECRET)
    def look(self):
        for fd, mode in [(self.file, 0o600)] + ([] if self.inside is None else [(self.folder, 0o700)]):
            found = os.fstat(fd)
            if found.st_uid != 0 or found.st_mode & 0o7777 != mode: harm(f'{self.name}: {found}')
        if os.pread(self.file, 99, 0) != SECRET: harm(f'{self.name}: another content')
        # In a folder of root's nobody else may remove it; in a folder of mallory's anybody may.
        if self.inside is not None and os.fstat(self.file).st_nlink == 0: harm(f'{self.name}: its file is gone')
        try: os.stat(self.name, dir_fd=self.at, follow_symlinks=False)
        except FileNotFoundError:
            os.close(self.file)
            self.make()
`;

/**
 * The attacker as a Python program, each turn all of these attacks: acts as the user mallory, and as root only to lay out what mallory could find there. Waits for
 * /run/attack/go, counts its turns in /run/attack/turns and says in /run/attack/harm what it should not have reached.
 */
export const program = (attacks: readonly Attack[], folder: string, name: string): string => `
import os, pwd, time
FOLDER, NAME = ${JSON.stringify(folder)}, ${JSON.stringify(name)}
VICTIMS = ('/etc/victim', '/etc/victim-folder')
SECRET = b'precious-5e1\\n'
MALLORY = pwd.getpwnam('mallory')
os.setgroups([])
os.umask(0o022)

def root(act, *words):
    try: return act(*words)
    except OSError: pass
def user(act, *words):
    os.setegid(MALLORY.pw_gid)
    os.seteuid(MALLORY.pw_uid)
    try: return root(act, *words)
    finally:
        os.seteuid(0)
        os.setegid(0)
def pause(): time.sleep(0.0004)
def harm(what): open('/run/attack/harm', 'a').write(what + '\\n')
def fill():
    with os.fdopen(os.open(ENTRY, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644), 'w') as file: file.write('[a]\\nb = mine\\n')
def clear():
    user(os.unlink, ENTRY)
    user(os.rmdir, ENTRY)
${OF_ROOT}
os.chdir(os.path.dirname(FOLDER))
SUB = os.path.basename(FOLDER)
ENTRY = SUB + '/' + NAME
at = os.open(SUB, os.O_DIRECTORY | os.O_NOFOLLOW)
user(lambda: open(SUB + '/.other', 'w').write('kept\\n'))
KEPT = []
FILE = Kept(at, 'secret-file')
INNER = Kept(at, 'secret-folder', NAME)
if ${attacks.some((attack) => ATTACKS[attack].needs === 'parent') ? 'True' : 'False'}: OUTER = Kept(os.open('.', os.O_DIRECTORY), 'vault', NAME)
open('/run/attack/ready', 'w').close()
while not os.path.exists('/run/attack/go'): time.sleep(0.002)
turns = 0
while not os.path.exists('/run/attack/stop'):
${attacks
  .map(
    (attack) => `    try:${ATTACKS[attack].turn.replaceAll('\n', '\n    ')}
    except OSError: pass`,
  )
  .join('\n')}
    turns += 1
    with open('/run/attack/turns.new', 'w') as count: count.write(str(turns))
    os.rename('/run/attack/turns.new', '/run/attack/turns')
for kept in KEPT: kept.look()
`;
